import type { Role } from '../api/types.js';

export const ROLES: readonly Role[] = ['analyst', 'supervisor', 'administrator'];
