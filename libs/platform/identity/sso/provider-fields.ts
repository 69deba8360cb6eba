import { decorator } from '#kernel/field/declare.js';
import type { Json } from '#kernel/field/field.js';
import { listOf } from '../keys/key-fields.js';

/** As RFC 6749 spells a scope. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

export const ProviderScopes = decorator<Json, object>(listOf('scopes such as email, profile or groups', 120, (text) => SCOPE.test(text), ['email', 'profile', 'groups']));
