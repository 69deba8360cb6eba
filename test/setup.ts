import { vi } from 'vitest';
import './random.js';

// The next file goes on in the same process.
afterAll(() => vi.restoreAllMocks());
