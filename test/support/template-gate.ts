import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { RegionInfo } from 'aws-cdk-lib/region-info';

/** What the gate refuses in a template. */
export interface GateFinding {
  /** The validator's rule: F… is fatal, E… an error, W3030 a value that is none of the allowed ones. */
  readonly rule: string;
  /** The logical id and the property path, as far as the validator knows them. */
  readonly place: string;
  readonly message: string;
}

/** The part of `@aws/cloudformation-validate` that the gate uses. Its own types cannot be imported: the package is nested in aws-cdk-lib. */
interface Validator {
  readonly CompositeEngine: new () => Engine;
  readonly TemplateContent: new (content: string, name?: string) => object;
}
interface Engine {
  validateTemplate(template: object, config: object): { readonly diagnostics: readonly Diagnostic[] };
}
interface Diagnostic {
  readonly ruleId: string;
  readonly severity: 'FATAL' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG';
  readonly message: string;
  readonly entity?: { readonly logicalId?: string };
  readonly propertyPath?: string;
}

/** Lists of allowed values run to thousands of characters. */
const LONGEST_MESSAGE = 240;

let loaded: { readonly validator: Validator; readonly engine: Engine } | undefined;

/**
 * What the CDK's own validator has against a synthesized template: every finding that is fatal or an error, and every W3030.
 *
 * W3030 is a warning only because the lists of allowed values may be older than the service; for what this library renders, an unknown
 * instance type, routing strategy or metric is a mistake until somebody has looked at it.
 */
export function gateFindings(template: object, region: string): GateFinding[] {
  if (!RegionInfo.regions.some((info) => info.name === region)) {
    // The validator takes any string for a region and then checks less.
    throw new Error(`region: got '${region}', expected the name of an AWS region.`);
  }
  loaded ??= startEngine(loadValidator());
  const content = new loaded.validator.TemplateContent(JSON.stringify(template));
  const report = loaded.engine.validateTemplate(content, { detailLevel: 'STANDARD', pseudoParameterOverrides: { region } });
  return report.diagnostics.filter(isRefused).map((finding) => ({
    rule: finding.ruleId,
    place: [finding.entity?.logicalId, finding.propertyPath].filter((part) => part !== undefined).join(' '),
    message: finding.message.slice(0, LONGEST_MESSAGE),
  }));
}

/** The validator out of aws-cdk-lib's own folder, where it is bundled. */
export function loadValidator(cdkPackageFile: string = require.resolve('aws-cdk-lib/package.json')): Validator {
  const folder = join(dirname(cdkPackageFile), 'node_modules', '@aws', 'cloudformation-validate');
  if (!existsSync(folder)) {
    throw new Error(
      `No @aws/cloudformation-validate in ${dirname(cdkPackageFile)}: the template gate needs the validator that aws-cdk-lib bundles. ` +
        'Run `npm ci`; with another version of aws-cdk-lib, look where it keeps its validator.',
    );
  }
  return createRequire(cdkPackageFile)('@aws/cloudformation-validate') as Validator;
}

/** Starting takes seconds, a template takes milliseconds: one engine serves a test file. */
function startEngine(validator: Validator): { readonly validator: Validator; readonly engine: Engine } {
  return { validator, engine: new validator.CompositeEngine() };
}

function isRefused(finding: Diagnostic): boolean {
  return finding.severity === 'FATAL' || finding.severity === 'ERROR' || finding.ruleId === 'W3030';
}
