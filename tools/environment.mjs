// The environment of the application's processes, from what was started and what was drawn.
const ROLES = { DATABASE_OWNER_URL: ['crm_owner', 'ownerPassword'], DATABASE_APP_URL: ['crm_app', 'appPassword'], DATABASE_PLATFORM_URL: ['crm_platform', 'platformPassword'] };
const KEYS = ['SCOPE_SEAL_KEY', 'TOKEN_SIGNING_KEY', 'ENCRYPTION_KEY', 'COOKIE_SECRET'];

/** The addresses of the product's roles in the database that the administrator's address names. `given` ones win. */
export function databaseAddresses(administratorUrl, secrets, given = {}) {
  const addresses = { DATABASE_URL: administratorUrl };
  for (const [name, [role, password]] of Object.entries(ROLES)) {
    const url = new URL(administratorUrl);
    url.username = role;
    url.password = secrets[password];
    addresses[name] = given[name] || url.href;
  }
  return addresses;
}

export function keys(secrets, given = {}) {
  return Object.fromEntries(KEYS.map((name) => [name, given[name] || secrets[name]]));
}
