// Bundles the portal's one script, with the hash that triage computes as well.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: folder('.'),
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: folder('../../../dist/portal-browser'),
    emptyOutDir: true,
    target: 'es2020',
    modulePreload: false,
    sourcemap: false,
    rollupOptions: {
      input: folder('fingerprint.ts'),
      output: { format: 'iife', entryFileNames: '[name].js' },
    },
  },
});
