// Runs a command in this process, as the operator would, and takes down what it prints.
import { Command } from 'commander';

export interface Outcome {
  /** Standard output, a line an item. */
  readonly lines: string[];
  readonly exitCode: number | undefined;
}

/** @throws what the command throws */
export async function runCommand(
  add: (program: Command) => void,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const program = new Command('manara').exitOverride().configureOutput({ writeErr: () => undefined });
  add(program);
  const lines: string[] = [];
  const { log } = console;
  const writeError = process.stderr.write.bind(process.stderr);
  console.log = (text: string) => void lines.push(text);
  process.stderr.write = () => true;
  const before = { ...process.env };
  const exitCodeBefore = process.exitCode;
  Object.assign(process.env, environment);
  process.exitCode = undefined;
  try {
    await program.parseAsync([...args], { from: 'user' });
    return { lines, exitCode: process.exitCode as number | undefined };
  } finally {
    process.exitCode = exitCodeBefore;
    process.env = before;
    console.log = log;
    process.stderr.write = writeError;
  }
}
