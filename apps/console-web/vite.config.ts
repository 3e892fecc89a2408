// Build of the staff page. Everything is served by the console itself, under a policy without inline script or style.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: folder('.'),
  base: '/',
  plugins: [react()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  css: { postcss: { plugins: [] } },
  build: {
    outDir: folder('../../dist/apps/console-web'),
    emptyOutDir: true,
    target: 'es2023',
    // Inlined files would need looser sources in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 3005,
    strictPort: false,
    proxy: { '/api': { target: process.env.CONSOLE_ORIGIN ?? 'http://127.0.0.1:3001', changeOrigin: true } },
  },
});
