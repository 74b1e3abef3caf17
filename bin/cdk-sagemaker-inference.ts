#!/usr/bin/env node
import { program } from '../lib/cli/program';

try {
  program((text) => process.stdout.write(text)).parse();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
