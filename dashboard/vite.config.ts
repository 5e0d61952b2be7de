import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The desk lives under `/desk/`, so that no page's address is ever one of the API's. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/desk/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 1500 },
});
