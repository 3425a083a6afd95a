// Package payments calls the service payments.
package payments

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/outbound"
)

// Client calls the service. Get and Create are examples: replace them by the calls
// of its API.
type Client struct{ api *outbound.Client }

// New returns a client.
func New(cfg Config, log *slog.Logger) (*Client, error) {
	api, err := outbound.New(cfg.outbound(), log)
	if err != nil {
		return nil, err
	}
	return &Client{api: api}, nil
}

// Item is what the service has.
type Item struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Get returns the item with an ID, or an apperr.ErrNotFound.
func (c *Client) Get(ctx context.Context, id string) (Item, error) {
	var item Item
	err := c.api.Do(ctx, outbound.Call{Method: http.MethodGet, Path: []string{"items", id}}, &item)
	if outbound.StatusOf(err) == http.StatusNotFound {
		return Item{}, fmt.Errorf("%w: item %q of payments", apperr.ErrNotFound, id)
	}
	return item, err
}

// Create makes an item. Calls with the same key make one item, so that a call that
// has failed can be repeated.
func (c *Client) Create(ctx context.Context, key, name string) (Item, error) {
	var item Item
	err := c.api.Do(ctx, outbound.Call{
		Method: http.MethodPost, Path: []string{"items"},
		Key: key, Body: Item{Name: name},
	}, &item)
	return item, err
}

// Check fails while most calls fail. It makes none.
func (c *Client) Check(ctx context.Context) error { return c.api.Check(ctx) }
