/** The resolved properties of a resource. */
export type Properties = Record<string, any>;

/** What CloudFormation learns of a resource when it is made. */
export interface Made {
  readonly ref: string;
  readonly attributes: Record<string, string>;
}

/** What a service says no with. */
export class Refusal extends Error {}

interface EndpointState {
  readonly config: string;
  readonly variants: Record<string, { readonly types: string; readonly count: number; readonly weight: number }>;
}

interface TargetState {
  readonly min: number;
  readonly max: number;
  readonly policies: Set<string>;
}

const ARN = 'arn:aws';
const HERE = 'eu-west-1:111122223333';

/**
 * SageMaker, Application Auto Scaling and CloudWatch as far as a deployment meets them: what there is, and what they refuse.
 *
 * Refused is what Amazon documents, or users have met:
 *
 * - another instance type for a variant that is registered, or its removal:
 *   https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html
 * - other variant names with a deployment config: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html
 * - rollback alarms that do not exist, or that the execution role may not see:
 *   https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 * - the deletion of a configuration in use: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpointConfig.html
 * - the deletion of an endpoint with components: https://github.com/gruntwork-io/cloud-nuke/issues/1142
 *
 * Stricter than Amazon, so that a wrong order shows: a component that is registered for scaling, or that has adapters, is not deleted.
 */
export class AwsAccount {
  public readonly endpoints = new Map<string, EndpointState>();
  public readonly components = new Map<string, Properties>();
  public readonly targets = new Map<string, TargetState>();
  public readonly alarms = new Map<string, Properties>();
  public readonly models = new Map<string, Properties>();
  public readonly configs = new Map<string, Properties>();
  public readonly others = new Map<string, Properties & { readonly type: string }>();

  /** Instance types of which Amazon has none left. */
  public readonly scarce = new Set<string>();
  /** Types of resources that cannot be updated, for whatever reason. */
  public readonly broken = new Set<string>();

  private count = 0;

  public create(type: string, logicalId: string, properties: Properties): Made {
    const name = `${logicalId}-${++this.count}`;
    switch (type) {
      case 'AWS::SageMaker::Model':
        return this.make(this.models, properties.ModelName ?? name, properties, 'model', 'ModelName');
      case 'AWS::SageMaker::EndpointConfig':
        return this.make(this.configs, properties.EndpointConfigName ?? name, properties, 'endpoint-config', 'EndpointConfigName');
      case 'AWS::SageMaker::Endpoint': {
        const endpointName: string = properties.EndpointName ?? name;
        this.refuseIf(this.endpoints.has(endpointName), `Cannot create already existing endpoint "${endpointName}"`);
        const state = this.deployed(properties, undefined);
        this.endpoints.set(endpointName, state);
        return { ref: `${ARN}:sagemaker:${HERE}:endpoint/${endpointName.toLowerCase()}`, attributes: { EndpointName: endpointName } };
      }
      case 'AWS::SageMaker::InferenceComponent': {
        const { EndpointName: endpoint, VariantName: variant, Specification } = properties;
        this.refuseIf(!this.endpoints.has(endpoint), `Could not find endpoint "${endpoint}"`);
        this.refuseIf(variant !== undefined && this.endpoints.get(endpoint)!.variants[variant] === undefined, `No variant "${variant}"`);
        const base = Specification?.BaseInferenceComponentName;
        this.refuseIf(base !== undefined && !this.components.has(base), `Could not find inference component "${base}"`);
        this.checkAlarms(properties, [this.configs.get(this.endpoints.get(endpoint)!.config)?.ExecutionRoleArn]);
        const made = this.make(this.components, properties.InferenceComponentName, properties, 'inference-component', '');
        return { ref: made.ref, attributes: { InferenceComponentArn: made.ref } };
      }
      case 'AWS::ApplicationAutoScaling::ScalableTarget': {
        const id: string = properties.ResourceId;
        this.refuseIf(this.targets.has(id), `${id} is registered already`);
        this.register(id, properties, new Set());
        return { ref: `${id}|${properties.ScalableDimension}|${properties.ServiceNamespace}`, attributes: {} };
      }
      case 'AWS::ApplicationAutoScaling::ScalingPolicy': {
        const target = this.targets.get(targetOf(properties));
        this.refuseIf(target === undefined, `No scalable target registered for ${targetOf(properties)}`);
        target!.policies.add(properties.PolicyName);
        const ref = `${ARN}:autoscaling:${HERE}:scalingPolicy:${this.count}:resource/sagemaker/${targetOf(properties)}:policyName/${properties.PolicyName}`;
        return { ref, attributes: { Arn: ref } };
      }
      case 'AWS::CloudWatch::Alarm': {
        const alarm = properties.AlarmName ?? name;
        this.alarms.set(alarm, properties);
        return { ref: alarm, attributes: { Arn: `${ARN}:cloudwatch:${HERE}:alarm:${alarm}` } };
      }
      default:
        this.others.set(name, { ...properties, type });
        return { ref: name, attributes: { Arn: `${ARN}:${type}/${name}` } };
    }
  }

  public update(type: string, { ref, attributes }: Made, properties: Properties): void {
    this.refuseIf(this.broken.has(type), `${type} cannot be updated`);
    switch (type) {
      case 'AWS::SageMaker::Endpoint':
        this.endpoints.set(attributes.EndpointName, this.deployed(properties, attributes.EndpointName));
        break;
      case 'AWS::SageMaker::InferenceComponent':
        this.components.set(properties.InferenceComponentName, properties);
        break;
      case 'AWS::ApplicationAutoScaling::ScalableTarget':
        this.register(properties.ResourceId, properties, this.targets.get(properties.ResourceId)!.policies);
        break;
      case 'AWS::ApplicationAutoScaling::ScalingPolicy':
        this.refuseIf(!this.targets.has(targetOf(properties)), `No scalable target registered for ${targetOf(properties)}`);
        break;
      case 'AWS::CloudWatch::Alarm':
        this.alarms.set(ref, properties);
        break;
      default:
        this.others.set(ref, { ...properties, type });
    }
  }

  public delete(type: string, { ref, attributes }: Made, properties: Properties): void {
    switch (type) {
      case 'AWS::SageMaker::Model':
        this.models.delete(attributes.ModelName);
        break;
      case 'AWS::SageMaker::EndpointConfig': {
        const user = [...this.endpoints].find(([, { config }]) => config === attributes.EndpointConfigName);
        this.refuseIf(user !== undefined, `Endpoint "${user?.[0]}" uses the configuration`);
        this.configs.delete(attributes.EndpointConfigName);
        break;
      }
      case 'AWS::SageMaker::Endpoint': {
        const name = attributes.EndpointName;
        const hosted = [...this.components.values()].some(({ EndpointName }) => EndpointName === name);
        this.refuseIf(hosted, 'Cannot delete endpoint with inference component associated');
        this.endpoints.delete(name);
        [...this.targets.keys()].filter((id) => id.startsWith(`endpoint/${name}/`)).forEach((id) => this.targets.delete(id));
        break;
      }
      case 'AWS::SageMaker::InferenceComponent': {
        const name = properties.InferenceComponentName;
        this.refuseIf(this.targets.has(`inference-component/${name}`), `"${name}" is registered for scaling`);
        const adapted = [...this.components.values()].some(({ Specification }) => Specification?.BaseInferenceComponentName === name);
        this.refuseIf(adapted, `"${name}" has adapters`);
        this.components.delete(name);
        break;
      }
      case 'AWS::ApplicationAutoScaling::ScalableTarget':
        this.targets.delete(properties.ResourceId);
        break;
      case 'AWS::ApplicationAutoScaling::ScalingPolicy':
        this.targets.get(targetOf(properties))?.policies.delete(properties.PolicyName);
        break;
      case 'AWS::CloudWatch::Alarm':
        this.alarms.delete(ref);
        break;
      default:
        this.others.delete(ref);
    }
  }

  /** What scaling does: another number of instances. */
  public scale(endpoint: string, variant: string, count: number): void {
    const state = this.endpoints.get(endpoint)!;
    this.endpoints.set(endpoint, { ...state, variants: { ...state.variants, [variant]: { ...state.variants[variant], count } } });
  }

  /** Whether a role's policies allow an action, as IAM would see it. */
  public allows(roleArn: string, action: string, resourceArn: string): boolean {
    const role = roleArn.split('/').pop()!;
    const policies = [...this.others.values()].filter(({ type, Roles }) => type === 'AWS::IAM::Policy' && Roles.includes(role));
    return policies.some(({ PolicyDocument }) =>
      PolicyDocument.Statement.some(
        (statement: Properties) =>
          [statement.Action].flat().includes(action) &&
          [statement.Resource].flat().some((pattern: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(resourceArn)),
      ),
    );
  }

  /** Whether each function that names an endpoint would be answered. */
  public get callsAreAnswered(): boolean {
    const callers = [...this.others.values()].filter(({ type, Environment }) => type === 'AWS::Lambda::Function' && Environment);
    return callers.every(({ Environment, Role }) => {
      const name = Environment.Variables.ENDPOINT_NAME;
      const arn = `${ARN}:sagemaker:${HERE}:endpoint/${name.toLowerCase()}`;
      return this.endpoints.has(name) && this.allows(Role, 'sagemaker:InvokeEndpoint', arn);
    });
  }

  private deployed(properties: Properties, updated: string | undefined): EndpointState {
    const config = this.configs.get(properties.EndpointConfigName);
    this.refuseIf(config === undefined, `Could not find endpoint configuration "${properties.EndpointConfigName}"`);
    const before = updated === undefined ? {} : this.endpoints.get(updated)!.variants;
    const excluded = (properties.ExcludeRetainedVariantProperties ?? []).map((each: Properties) => each.VariantPropertyType);
    const keeps = (property: string) => properties.RetainAllVariantProperties === true && !excluded.includes(property);
    const given: Properties[] = [...config!.ProductionVariants, ...(config!.ShadowProductionVariants ?? [])];
    const variants = Object.fromEntries(
      given.map((variant) => {
        const { VariantName: name, ModelName, InstanceType, InstancePools, InitialInstanceCount, InitialVariantWeight } = variant;
        this.refuseIf(ModelName !== undefined && !this.models.has(ModelName), `Could not find model "${ModelName}"`);
        const types: string = InstanceType ?? InstancePools.map((pool: Properties) => pool.InstanceType).join();
        this.refuseIf(this.scarce.has(types), `Unable to provision requested ML compute capacity: ${types}`);
        const count = keeps('DesiredInstanceCount') ? before[name]?.count : undefined;
        const weight = keeps('DesiredWeight') ? before[name]?.weight : undefined;
        return [name, { types, count: count ?? InitialInstanceCount, weight: weight ?? InitialVariantWeight }];
      }),
    );
    for (const [name, { types }] of Object.entries(before)) {
      const changes = variants[name]?.types !== types;
      this.refuseIf(changes && this.targets.has(`endpoint/${updated}/variant/${name}`), `Variant "${name}" is registered for scaling`);
    }
    const sameNames = JSON.stringify(Object.keys(variants).sort()) === JSON.stringify(Object.keys(before).sort());
    this.refuseIf(updated !== undefined && properties.DeploymentConfig !== undefined && !sameNames, 'The names of the variants changed');
    const roles = given.map(({ ModelName }) => this.models.get(ModelName)?.ExecutionRoleArn);
    this.checkAlarms(properties, config!.ExecutionRoleArn === undefined ? roles : [config!.ExecutionRoleArn]);
    return { config: properties.EndpointConfigName, variants };
  }

  private checkAlarms({ DeploymentConfig }: Properties, roles: string[]): void {
    for (const { AlarmName } of DeploymentConfig?.AutoRollbackConfiguration?.Alarms ?? []) {
      this.refuseIf(!this.alarms.has(AlarmName), `Could not find alarm "${AlarmName}"`);
      const seen = roles.every((role) => this.allows(role, 'cloudwatch:DescribeAlarms', `${ARN}:cloudwatch:${HERE}:alarm:${AlarmName}`));
      this.refuseIf(!seen, `The execution role may not see alarm "${AlarmName}"`);
    }
  }

  private register(id: string, { MinCapacity: min, MaxCapacity: max }: Properties, policies: Set<string>): void {
    const [kind, name, , variant] = id.split('/');
    if (kind === 'endpoint') {
      const count = this.endpoints.get(name)?.variants[variant]?.count;
      this.refuseIf(count === undefined, `Could not find ${id}`);
      this.scale(name, variant, Math.min(Math.max(count!, min), max));
    } else {
      this.refuseIf(!this.components.has(name), `Could not find ${id}`);
    }
    this.targets.set(id, { min, max, policies });
  }

  private make(where: Map<string, Properties>, name: string, properties: Properties, kind: string, attribute: string): Made {
    this.refuseIf(where.has(name), `Cannot create already existing ${kind} "${name}"`);
    where.set(name, properties);
    return { ref: `${ARN}:sagemaker:${HERE}:${kind}/${name.toLowerCase()}`, attributes: { [attribute]: name } };
  }

  private refuseIf(wrong: boolean, message: string): void {
    if (wrong) {
      throw new Refusal(message);
    }
  }
}

function targetOf({ ScalingTargetId }: Properties): string {
  return ScalingTargetId.split('|')[0];
}
