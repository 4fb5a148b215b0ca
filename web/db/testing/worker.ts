/** A worker as the product's, with the tests' engine. */
import { type Port, serve } from '../owner.ts'
import { testEngine } from './engine.ts'

declare const self: Port

serve(self, testEngine)
