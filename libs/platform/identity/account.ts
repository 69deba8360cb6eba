/** A person who may sign in: one across the deployment, and a member of any number of organisations. */
export interface Account {
  id: string;
  email: string;
  name: string;
  status: 'active' | 'suspended';
  superAdmin: boolean;
}

/** Only A to Z, as the database does it, so that both find the same addresses equal. */
export function addressKey(email: string): string {
  return email.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** An account's place in an organisation, as far as the platform knows it. Whether the member is active, the organisation knows. */
export interface Membership {
  organizationId: string;
  memberId: string;
  slug: string;
  name: string;
  status: 'active' | 'suspended' | 'closed';
  /** It lets this account in through its own identity provider alone. */
  federatedOnly: boolean;
}
