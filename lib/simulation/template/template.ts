import { TemplateValue } from './intrinsics';

/** One resource of a CloudFormation template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Record<string, TemplateValue>;
}

/** A CloudFormation template, as far as it is read here. */
export interface Template {
  readonly Resources?: Record<string, TemplateResource>;
  readonly Parameters?: Record<string, TemplateValue>;
  readonly Mappings?: Record<string, TemplateValue>;
  readonly Conditions?: Record<string, TemplateValue>;
  readonly Transform?: TemplateValue;
}
