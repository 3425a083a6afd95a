package cache

// New returns an empty cache in the memory of the process.
func New(cfg Config) (*Cache, error) {
	m, err := newInMemory(cfg.Memory)
	if err != nil {
		return nil, err
	}
	return newCache(cfg, m), nil
}
