import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { CHROMIUM_ARGS, findChromium } from './tools/browser.ts'

// Nothing asserts on a duration: a busy machine takes ten times as long for a test as an idle one.
const minute_ms = 60_000
const patience_ms = 5 * minute_ms

const chromium = findChromium()
const { RANGEBOOK_TEST_ALL, RANGEBOOK_LEAVE_OUT } = process.env
/** By tools/test.ts. */
const leftOut = RANGEBOOK_LEAVE_OUT?.split(',') ?? []

export default defineConfig({
  test: {
    // A browser test waits for much of its time. Vitest would leave a machine of two cores one worker.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'node',
          include: ['{shared,server,web,tests,tools,bench}/**/*.test.{ts,tsx}'],
          exclude: [
            '**/node_modules/**',
            '**/*.browser.test.{ts,tsx}',
            'tests/e2e/**',
            'tests/faults/**',
            ...leftOut,
          ],
          environment: 'node',
          testTimeout: patience_ms,
          hookTimeout: patience_ms,
        },
      },
      {
        // Found at the first dependency otherwise, in the middle of a run, which reloads the page under a test.
        optimizeDeps: {
          include: [
            'sql.js',
            'idb',
            'valibot',
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            'react/jsx-dev-runtime',
            'fast-check',
            'wouter',
            'wouter/use-browser-location',
          ],
          // One module an icon: a hundred of them would each be found at first sight.
          exclude: ['lucide-react'],
        },
        test: {
          name: 'browser',
          include: ['web/**/*.browser.test.{ts,tsx}'],
          exclude: leftOut,
          // As import.meta.env there: a page has no other.
          env: { ...(RANGEBOOK_TEST_ALL && { RANGEBOOK_TEST_ALL }) },
          testTimeout: patience_ms,
          hookTimeout: patience_ms,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              // None here: the other projects run all the same, and this one fails with Playwright's own words.
              launchOptions: { args: [...CHROMIUM_ARGS], ...(chromium && { executablePath: chromium }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: leftOut,
          environment: 'node',
          globalSetup: ['tests/e2e/built.ts'],
          // As long as Playwright waits for what it looks for.
          expect: { poll: { timeout: 30_000, interval: 150 } },
          testTimeout: patience_ms,
          hookTimeout: patience_ms,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/e2e/built.ts'],
          testTimeout: 60 * minute_ms,
          hookTimeout: patience_ms,
        },
      },
    ],
  },
})
