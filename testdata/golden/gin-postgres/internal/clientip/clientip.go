// Package clientip tells clients apart by their addresses.
package clientip

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// clientBits is the prefix length by which IPv6 clients are told apart: a client
// usually owns a whole /64 and could use a new address for each request.
const clientBits = 64

// Proxies are the networks of proxies whose X-Forwarded-For is trusted.
type Proxies []netip.Prefix

// ParseProxies parses a setting: addresses and networks, separated by commas.
func ParseProxies(setting, text string) (Proxies, error) {
	var proxies Proxies
	var problems []error
	for entry := range strings.SplitSeq(text, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		network, err := netip.ParsePrefix(entry)
		if err != nil {
			addr := parseAddr(entry)
			network = netip.PrefixFrom(addr, addr.BitLen())
		}
		if !network.IsValid() {
			problems = append(problems, fmt.Errorf("%s: %q is neither an address nor a network", setting, entry))
		}
		proxies = append(proxies, network)
	}
	return proxies, errors.Join(problems...)
}

// Client identifies a client by its address, given the remote address of the
// connection and the values of X-Forwarded-For.
func (p Proxies) Client(remote string, forwarded []string) string {
	addr := p.address(remote, forwarded)
	if addr.Is6() {
		network, _ := addr.Prefix(clientBits) // fails only on an invalid length
		return network.String()
	}
	return addr.String()
}

// address returns the nearest address that is not a trusted proxy's. Entries to
// the left of it in X-Forwarded-For may be forged.
func (p Proxies) address(remote string, forwarded []string) netip.Addr {
	nearest := parseAddr(remote)
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		before := parseAddr(strings.TrimSpace(hop))
		if !p.trust(nearest) || !before.IsValid() {
			break
		}
		nearest = before
	}
	return nearest
}

func (p Proxies) trust(addr netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(addr) })
}

// parseAddr parses an address with or without a port. Invalid addresses are all
// the zero Addr, and so one client.
func parseAddr(text string) netip.Addr {
	if withPort, err := netip.ParseAddrPort(text); err == nil {
		return plain(withPort.Addr())
	}
	addr, _ := netip.ParseAddr(strings.Trim(text, "[]")) // the zero Addr if invalid
	return plain(addr)
}

// plain returns addr in canonical form.
func plain(addr netip.Addr) netip.Addr { return addr.Unmap().WithZone("") }
