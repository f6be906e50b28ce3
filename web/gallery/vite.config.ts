import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// For looking at the parts alone: vite --config gallery/vite.config.ts
export default defineConfig({ root: `${import.meta.dirname}/..`, cacheDir: '/tmp/lectern-gallery-vite', plugins: [react()] })
