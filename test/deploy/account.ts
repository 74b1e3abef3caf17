import { ApplicationAutoScaling, ScalableTarget, ScalingPolicy, ScheduledAction } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatch, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointConfigOutput,
  DescribeEndpointOutput,
  DescribeInferenceComponentOutput,
  DescribeModelOutput,
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
    const { sagemaker, scaling, cloudWatch } = this;
    const ServiceNamespace = 'sagemaker';
    const all = { MaxResults: 100 };
    const [models, configs, endpoints, components, targets, policies, schedules, alarms, dashboards] = await Promise.all([
      sagemaker.listModels(all),
      sagemaker.listEndpointConfigs(all),
      sagemaker.listEndpoints(all),
      sagemaker.listInferenceComponents(all),
      scaling.describeScalableTargets({ ServiceNamespace }),
      scaling.describeScalingPolicies({ ServiceNamespace }),
      scaling.describeScheduledActions({ ServiceNamespace }),
      cloudWatch.describeAlarms({ MaxRecords: 100 }),
      cloudWatch.listDashboards({}),
    ]);
    return {
      models: await describeEach(models.Models, ({ ModelName }) => sagemaker.describeModel({ ModelName })),
      configs: await describeEach(configs.EndpointConfigs, ({ EndpointConfigName }) =>
        sagemaker.describeEndpointConfig({ EndpointConfigName }),
      ),
      endpoints: await describeEach(endpoints.Endpoints, ({ EndpointName }) => sagemaker.describeEndpoint({ EndpointName })),
      components: await describeEach(components.InferenceComponents, ({ InferenceComponentName }) =>
        sagemaker.describeInferenceComponent({ InferenceComponentName }),
      ),
      targets: targets.ScalableTargets ?? [],
      policies: policies.ScalingPolicies ?? [],
      schedules: schedules.ScheduledActions ?? [],
      alarms: alarms.MetricAlarms ?? [],
      dashboards: (dashboards.DashboardEntries ?? []).map(({ DashboardName = '' }) => DashboardName),
    };
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

async function describeEach<T, D>(all: readonly T[] | undefined, describe: (one: T) => Promise<D & { $metadata?: unknown }>): Promise<D[]> {
  const described = await Promise.all((all ?? []).map(describe));
  // The number of the request is none of the thing described.
  return described.map(({ $metadata: _, ...rest }) => rest as D);
}
