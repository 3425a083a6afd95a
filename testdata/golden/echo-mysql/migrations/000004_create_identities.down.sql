DROP TABLE oidc_grants;

DROP TABLE identities;
