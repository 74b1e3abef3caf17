#!/usr/bin/env node
import { program } from '../lib/cli/program';

program((text) => process.stdout.write(text))
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
