'use strict';
// Packs the built library, installs the package into an app of its own without the network, and uses it there as others will:
// a synthesis from plain JavaScript, and a type check against the packed declarations. Run `npm run build` first.
const { execFileSync } = require('node:child_process');
const { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const project = join(__dirname, '..', '..');
const PEERS = ['aws-cdk-lib', 'constructs'];
const EXPECTED = [
  'AWS::SageMaker::Model',
  'AWS::SageMaker::EndpointConfig',
  'AWS::SageMaker::Endpoint',
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
];

const { name, main, types, bin } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
if (!existsSync(join(project, main))) {
  throw new Error(`There is no ${main}: run \`npm run build\` first.`);
}

const app = mkdtempSync(join(tmpdir(), 'consumer-'));
try {
  // GIVEN
  const packed = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', app], project));
  const [{ filename, files, size }] = Array.isArray(packed) ? packed : Object.values(packed);
  const unpacked = [main, types, '.jsii', 'LICENSE', 'NOTICE', 'README.md'].filter((file) => !files.some(({ path }) => path === file));
  if (unpacked.length > 0) {
    throw new Error(`The package has no ${unpacked.join(', no ')}.`);
  }
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'consumer', version: '1.0.0', private: true }));
  run('npm', ['install', '--offline', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', `./${filename}`], app);
  for (const peer of PEERS) {
    symlinkSync(join(project, 'node_modules', peer), join(app, 'node_modules', peer), 'junction');
  }
  for (const file of ['app.js', 'app.ts']) {
    copyFileSync(join(__dirname, file), join(app, file));
  }
  console.log(`packed: ${files.length} files, ${Math.round(size / 1024)} KiB`);

  // WHEN
  run(process.execPath, ['app.js', 'cdk.out'], app);

  // THEN
  const { Resources } = JSON.parse(readFileSync(join(app, 'cdk.out', 'Consumer.template.json'), 'utf8'));
  const rendered = new Set(Object.values(Resources).map((resource) => resource.Type));
  const missing = EXPECTED.filter((type) => !rendered.has(type));
  if (missing.length > 0) {
    throw new Error(`The template of the consumer has no ${missing.join(', no ')}.`);
  }
  console.log(`synthesized: ${Object.keys(Resources).length} resources from ${name}/${main}`);

  const described = run(process.execPath, [join('node_modules', name, bin[name]), 'describe', 'cdk.out'], app);
  if (!described.includes('ConcurrentRequestsPerModel')) {
    throw new Error(`The command says nothing of the scaling: ${described}`);
  }
  console.log(`described: by ${name}/${bin[name]}`);

  // The replay needs the packed trace, the plotting library that is bundled, and the page's program and style.
  const trace = join('node_modules', name, 'traces', 'azure-2023-conv.csv.gz');
  const replay = ['simulate', 'cdk.out', '--trace', trace, '--rate', '0.1', '--report', 'report.html', '--assert', 'timeouts <= 1%'];
  const replayed = run(process.execPath, [join('node_modules', name, bin[name]), ...replay], app);
  const report = readFileSync(join(app, 'report.html'), 'utf8');
  if (!/^ok +timeouts <= 1%/m.test(replayed)) {
    throw new Error(`The command says nothing of how it went: ${replayed}`);
  }
  if (!report.includes('uPlot') || !report.includes('</html>')) {
    throw new Error('The report has no plotting library in it.');
  }
  console.log(`replayed: with a report of ${Math.round(report.length / 1024)} KiB`);

  const tsc = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022'];
  // Apps of some years ago resolve modules without looking at what a package exports.
  for (const resolution of [
    ['--module', 'node16', '--moduleResolution', 'node16'],
    ['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0'],
  ]) {
    run(process.execPath, [tsc, ...options, ...resolution, 'app.ts'], app);
  }
  console.log(`type-checked: against ${name}/${types}`);
} finally {
  rmSync(app, { recursive: true, force: true });
}

/** What the command prints; its errors go to ours. */
function run(command, args, cwd) {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: command === 'npm' && process.platform === 'win32',
    });
  } catch (error) {
    process.stderr.write(error.stdout ?? '');
    throw new Error(`\`${command} ${args.join(' ')}\` failed.`, { cause: error });
  }
}
