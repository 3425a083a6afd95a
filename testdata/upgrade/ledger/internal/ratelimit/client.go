package ratelimit

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// clientBits are those of an IPv6 address that say who it is: a client has the
// rest of them to itself, and could take a new address for each request.
const clientBits = 64

// client names who sent r. A service that knows its users would name the user
// here, or else the address.
func (l Limiter) client(r Request) string {
	addr := l.address(r)
	if addr.Is6() {
		network, _ := addr.Prefix(clientBits) // fails only on more bits than there are
		return network.String()
	}
	return addr.String()
}

// address is where r came from: the nearest address that is not a trusted
// proxy's. What stands to the left of it in X-Forwarded-For is anybody's word.
func (l Limiter) address(r Request) netip.Addr {
	nearest := parseAddr(r.Remote)
	hops := strings.Split(strings.Join(r.Forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		before := parseAddr(strings.TrimSpace(hop))
		if !l.trusts(nearest) || !before.IsValid() {
			break
		}
		nearest = before
	}
	return nearest
}

func (l Limiter) trusts(addr netip.Addr) bool {
	return slices.ContainsFunc(l.proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// parseAddr reads an address with or without a port. All that have none that
// can be read are one client.
func parseAddr(text string) netip.Addr {
	if withPort, err := netip.ParseAddrPort(text); err == nil {
		return plain(withPort.Addr())
	}
	addr, _ := netip.ParseAddr(strings.Trim(text, "[]")) // the zero Addr if it is none
	return plain(addr)
}

// plain is addr in its only form.
func plain(addr netip.Addr) netip.Addr { return addr.Unmap().WithZone("") }

// parseNetworks reads addresses and networks.
func parseNetworks(text string) ([]netip.Prefix, error) {
	var networks []netip.Prefix
	var problems []error
	for _, entry := range list(text) {
		network, err := netip.ParsePrefix(entry)
		if err != nil {
			addr := parseAddr(entry)
			network = netip.PrefixFrom(addr, addr.BitLen())
		}
		if !network.IsValid() {
			problems = append(problems, fmt.Errorf("RATELIMIT_TRUSTED_PROXIES: %q is neither an address nor a network", entry))
		}
		networks = append(networks, network)
	}
	return networks, errors.Join(problems...)
}
