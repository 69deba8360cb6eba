import { PrepareNewAddress } from './account/address-change.js';
import { PreparePasswordReset } from './account/password-reset.js';
import { PrepareRegistration } from './account/registration.js';

/** What the worker decides of letters that were only asked for. */
export const ACCOUNT_PREPARERS = [PrepareRegistration, PreparePasswordReset, PrepareNewAddress];
