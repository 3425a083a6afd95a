package apikey

import "context"

// Issue stores a new key with a name, an owner, a scope and possibly an end. The
// text that it returns is what requests have, and cannot be found out later.
func (k *Keys) Issue(ctx context.Context, from Key) (issued Key, key string, err error) {
	if from, key, err = generate(from); err != nil {
		return Key{}, "", err
	}
	if err := k.store.Create(ctx, from); err != nil {
		return Key{}, "", err
	}
	return from, key, nil
}
