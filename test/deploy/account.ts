import {
  ApplicationAutoScaling,
  paginateDescribeScalableTargets,
  paginateDescribeScalingPolicies,
  paginateDescribeScheduledActions,
  ScalableTarget,
  ScalingPolicy,
  ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import { CloudWatch, MetricAlarm, paginateDescribeAlarms, paginateListDashboards } from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointConfigOutput,
  DescribeEndpointOutput,
  DescribeInferenceComponentOutput,
  DescribeModelOutput,
  paginateListEndpointConfigs,
  paginateListEndpoints,
  paginateListInferenceComponents,
  paginateListModels,
  SageMaker,
} from '@aws-sdk/client-sagemaker';

/** All that there is of what the library makes, as the AWS SDK describes it. */
export interface Inventory {
  readonly models: DescribeModelOutput[];
  readonly configs: DescribeEndpointConfigOutput[];
  readonly endpoints: DescribeEndpointOutput[];
  readonly components: DescribeInferenceComponentOutput[];
  readonly targets: ScalableTarget[];
  readonly policies: ScalingPolicy[];
  readonly schedules: ScheduledAction[];
  readonly alarms: MetricAlarm[];
  readonly dashboards: string[];
}

export class Account {
  readonly sagemaker = new SageMaker({});
  readonly scaling = new ApplicationAutoScaling({});
  readonly cloudWatch = new CloudWatch({});

  async inventory(): Promise<Inventory> {
    const { sagemaker } = this;
    const [ofSageMaker, ofScaling, ofCloudWatch] = [{ client: sagemaker }, { client: this.scaling }, { client: this.cloudWatch }];
    const here = { ServiceNamespace: 'sagemaker' } as const;
    const [models, configs, endpoints, components, targets, policies, schedules, alarms, dashboards] = await Promise.all([
      all(paginateListModels(ofSageMaker, {}), ({ Models }) => Models),
      all(paginateListEndpointConfigs(ofSageMaker, {}), ({ EndpointConfigs }) => EndpointConfigs),
      all(paginateListEndpoints(ofSageMaker, {}), ({ Endpoints }) => Endpoints),
      all(paginateListInferenceComponents(ofSageMaker, {}), ({ InferenceComponents }) => InferenceComponents),
      all(paginateDescribeScalableTargets(ofScaling, here), ({ ScalableTargets }) => ScalableTargets),
      all(paginateDescribeScalingPolicies(ofScaling, here), ({ ScalingPolicies }) => ScalingPolicies),
      all(paginateDescribeScheduledActions(ofScaling, here), ({ ScheduledActions }) => ScheduledActions),
      all(paginateDescribeAlarms(ofCloudWatch, {}), ({ MetricAlarms }) => MetricAlarms),
      all(paginateListDashboards(ofCloudWatch, {}), ({ DashboardEntries }) => DashboardEntries),
    ]);
    return {
      models: await describeEach(models, ({ ModelName }) => sagemaker.describeModel({ ModelName })),
      configs: await describeEach(configs, ({ EndpointConfigName }) => sagemaker.describeEndpointConfig({ EndpointConfigName })),
      endpoints: await describeEach(endpoints, ({ EndpointName }) => sagemaker.describeEndpoint({ EndpointName })),
      components: await describeEach(components, ({ InferenceComponentName }) =>
        sagemaker.describeInferenceComponent({ InferenceComponentName }),
      ),
      targets,
      policies,
      schedules,
      alarms,
      dashboards: dashboards.map(({ DashboardName = '' }) => DashboardName),
    };
  }

  /** Alarms that have nothing to do with endpoints, as an account has them. */
  async makeForeignAlarms(names: readonly string[]): Promise<void> {
    const limit = { ComparisonOperator: 'GreaterThanThreshold', Threshold: 80, EvaluationPeriods: 1 } as const;
    const metric = { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Statistic: 'Average', Period: 60 } as const;
    await Promise.all(names.map((AlarmName) => this.cloudWatch.putMetricAlarm({ AlarmName, ...metric, ...limit })));
  }

  /** As somebody does it by hand, whatever the template says. */
  async setMaxCapacity(ResourceId: string, MaxCapacity: number): Promise<void> {
    const ScalableDimension = 'sagemaker:variant:DesiredInstanceCount';
    await this.scaling.registerScalableTarget({ ServiceNamespace: 'sagemaker', ResourceId, ScalableDimension, MaxCapacity });
  }

  /** An endpoint that somebody made without this library, on its own instances or for components. */
  async makeForeign(name: string, component?: string): Promise<void> {
    const { sagemaker } = this;
    const ExecutionRoleArn = 'arn:aws:iam::123456789012:role/somebody';
    const Image = '763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:latest';
    const ModelName = `${name}-model`;
    const EndpointConfigName = `${name}-config`;
    await sagemaker.createModel({ ModelName, ExecutionRoleArn, PrimaryContainer: { Image } });
    const instances = { VariantName: 'AllTraffic', InstanceType: 'ml.g5.2xlarge', InitialInstanceCount: 1 } as const;
    await sagemaker.createEndpointConfig({
      EndpointConfigName,
      ...(component === undefined ? {} : { ExecutionRoleArn }),
      ProductionVariants: [component === undefined ? { ...instances, ModelName } : instances],
    });
    await sagemaker.createEndpoint({ EndpointName: name, EndpointConfigName });
    if (component !== undefined) {
      await sagemaker.createInferenceComponent({
        InferenceComponentName: component,
        EndpointName: name,
        VariantName: 'AllTraffic',
        Specification: { ModelName, ComputeResourceRequirements: { MinMemoryRequiredInMb: 1024, NumberOfAcceleratorDevicesRequired: 1 } },
        RuntimeConfig: { CopyCount: 1 },
      });
    }
  }
}

async function all<P, T>(pages: AsyncIterable<P>, pick: (page: P) => T[] | undefined): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) {
    found.push(...(pick(page) ?? []));
  }
  return found;
}

async function describeEach<T, D>(every: readonly T[], describe: (one: T) => Promise<D & { $metadata?: unknown }>): Promise<D[]> {
  const described = await Promise.all(every.map(describe));
  // The number of the request is none of the thing described.
  return described.map(({ $metadata: _, ...rest }) => rest as D);
}
