// What the launcher is told, and what it says; shared by both ends.
import type { LifeLimits } from '../child/confinement.js';

/** The launcher's one argument, as JSON. */
export interface LaunchSettings extends LifeLimits {
  /** Path of the program that takes its place. */
  program: string;
  words: readonly string[];
  requireConfinement: boolean;
}

/** What is in force, as the launcher's first line on standard error. */
export interface LaunchConfinement {
  limits: boolean;
  systemCallFilter: boolean;
  /** Which files can be read. */
  fileRules: boolean;
  notes: string[];
}
