import { Size, Token } from 'aws-cdk-lib';
import { checkNumber, checkSize, propError } from '../private/checks';
import * as catalogue from './accelerated-instances.json';

/** What computes on an accelerated instance. */
export enum AcceleratorKind {
  /** NVIDIA GPU (g and p families). */
  GPU = 'gpu',
  /** AWS Inferentia, a Neuron device (inf families). */
  INFERENTIA = 'inferentia',
  /** AWS Trainium, a Neuron device (trn families). */
  TRAINIUM = 'trainium',
  /** Habana Gaudi (dl1). */
  GAUDI = 'gaudi',
}

/** The processor that a container image has to be built for. */
export enum CpuArchitecture {
  /** 64-bit Intel and AMD. */
  X86_64 = 'x86_64',
  /** 64-bit Arm: AWS Graviton and NVIDIA Grace. */
  ARM64 = 'arm64',
}

/** What is known about one instance of a type. What is not known is not checked. */
export interface InstanceTypeFacts {
  /**
   * The kind of the accelerators.
   * @default - unknown
   */
  readonly acceleratorKind?: AcceleratorKind;
  /**
   * The accelerators' product name, such as `NVIDIA A10G`.
   * @default - unknown
   */
  readonly acceleratorName?: string;
  /**
   * Accelerator devices of one instance: GPUs or chips, not NeuronCores. 0 = has none.
   * @default - unknown
   */
  readonly acceleratorCount?: number;
  /**
   * Memory of one accelerator device.
   * @default - unknown
   */
  readonly acceleratorMemory?: Size;
  /**
   * Virtual CPUs of one instance.
   * @default - unknown
   */
  readonly vcpus?: number;
  /**
   * Main memory of one instance, before the platform takes its share.
   * @default - unknown
   */
  readonly memory?: Size;
  /**
   * Local NVMe storage of one instance, all disks together. `Size.gibibytes(0)` = has none.
   * @default - unknown
   */
  readonly localStorage?: Size;
  /**
   * The processor architecture.
   * @default - unknown
   */
  readonly architecture?: CpuArchitecture;
}

/** One family of the catalogue, as far as it is read here. */
interface Family {
  readonly kind: string;
  readonly acceleratorName: string;
  readonly sizes: readonly Row[];
}

/** One instance type of the catalogue, as far as it is read here. */
interface Row {
  readonly instanceType: string;
  readonly architecture: string;
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly acceleratorCount: number;
  readonly acceleratorMemoryGiB: number;
  readonly acceleratorMemoryMiBReported: number | null;
  readonly localNvmeGB: number | null;
}

const FAMILIES: readonly Family[] = catalogue.families;

const FACTS: ReadonlyMap<string, InstanceTypeFacts> = new Map(
  FAMILIES.flatMap((family) => family.sizes.map((row) => [row.instanceType, factsOf(family, row)] as const)),
);

/** `ml.<family>.<size>`, lower case; families may carry a hyphen (p6-b200). */
const NAME = /^ml\.[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*$/;

/**
 * The families without accelerators: burstable, general purpose, compute optimized, memory optimized.
 * The digit tells `t2` from `trn2`.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
const CPU_FAMILY = /^[tmcr]\d/;

/**
 * An instance type of SageMaker hosting, and what is known about it.
 *
 * The constants are the accelerated types that SageMaker hosts on. `InstanceType.of` takes every other name:
 * what comes later, and the types without accelerators.
 *
 * Its sizes are whole mebibytes; use `SizeRoundingBehavior.FLOOR` to read them in gibibytes.
 */
export class InstanceType {
  /** NVIDIA T4 ×1, 16 GiB each; 4 vCPU, 16 GiB, 125 GB NVMe. */
  public static readonly G4DN_XLARGE = InstanceType.of('ml.g4dn.xlarge');
  /** NVIDIA T4 ×1, 16 GiB each; 8 vCPU, 32 GiB, 225 GB NVMe. */
  public static readonly G4DN_2XLARGE = InstanceType.of('ml.g4dn.2xlarge');
  /** NVIDIA T4 ×1, 16 GiB each; 16 vCPU, 64 GiB, 225 GB NVMe. */
  public static readonly G4DN_4XLARGE = InstanceType.of('ml.g4dn.4xlarge');
  /** NVIDIA T4 ×1, 16 GiB each; 32 vCPU, 128 GiB, 900 GB NVMe. */
  public static readonly G4DN_8XLARGE = InstanceType.of('ml.g4dn.8xlarge');
  /** NVIDIA T4 ×4, 16 GiB each; 48 vCPU, 192 GiB, 900 GB NVMe. */
  public static readonly G4DN_12XLARGE = InstanceType.of('ml.g4dn.12xlarge');
  /** NVIDIA T4 ×1, 16 GiB each; 64 vCPU, 256 GiB, 900 GB NVMe. */
  public static readonly G4DN_16XLARGE = InstanceType.of('ml.g4dn.16xlarge');

  /** NVIDIA A10G ×1, 22 GiB each; 4 vCPU, 16 GiB, 250 GB NVMe. */
  public static readonly G5_XLARGE = InstanceType.of('ml.g5.xlarge');
  /** NVIDIA A10G ×1, 22 GiB each; 8 vCPU, 32 GiB, 450 GB NVMe. */
  public static readonly G5_2XLARGE = InstanceType.of('ml.g5.2xlarge');
  /** NVIDIA A10G ×1, 22 GiB each; 16 vCPU, 64 GiB, 600 GB NVMe. */
  public static readonly G5_4XLARGE = InstanceType.of('ml.g5.4xlarge');
  /** NVIDIA A10G ×1, 22 GiB each; 32 vCPU, 128 GiB, 900 GB NVMe. */
  public static readonly G5_8XLARGE = InstanceType.of('ml.g5.8xlarge');
  /** NVIDIA A10G ×4, 22 GiB each; 48 vCPU, 192 GiB, 3800 GB NVMe. */
  public static readonly G5_12XLARGE = InstanceType.of('ml.g5.12xlarge');
  /** NVIDIA A10G ×1, 22 GiB each; 64 vCPU, 256 GiB, 1900 GB NVMe. */
  public static readonly G5_16XLARGE = InstanceType.of('ml.g5.16xlarge');
  /** NVIDIA A10G ×4, 22 GiB each; 96 vCPU, 384 GiB, 3800 GB NVMe. */
  public static readonly G5_24XLARGE = InstanceType.of('ml.g5.24xlarge');
  /** NVIDIA A10G ×8, 22 GiB each; 192 vCPU, 768 GiB, 7600 GB NVMe. */
  public static readonly G5_48XLARGE = InstanceType.of('ml.g5.48xlarge');

  /** NVIDIA L4 ×1, 22 GiB each; 4 vCPU, 16 GiB, 250 GB NVMe. */
  public static readonly G6_XLARGE = InstanceType.of('ml.g6.xlarge');
  /** NVIDIA L4 ×1, 22 GiB each; 8 vCPU, 32 GiB, 450 GB NVMe. */
  public static readonly G6_2XLARGE = InstanceType.of('ml.g6.2xlarge');
  /** NVIDIA L4 ×1, 22 GiB each; 16 vCPU, 64 GiB, 600 GB NVMe. */
  public static readonly G6_4XLARGE = InstanceType.of('ml.g6.4xlarge');
  /** NVIDIA L4 ×1, 22 GiB each; 32 vCPU, 128 GiB, 900 GB NVMe. */
  public static readonly G6_8XLARGE = InstanceType.of('ml.g6.8xlarge');
  /** NVIDIA L4 ×4, 22 GiB each; 48 vCPU, 192 GiB, 3760 GB NVMe. */
  public static readonly G6_12XLARGE = InstanceType.of('ml.g6.12xlarge');
  /** NVIDIA L4 ×1, 22 GiB each; 64 vCPU, 256 GiB, 1880 GB NVMe. */
  public static readonly G6_16XLARGE = InstanceType.of('ml.g6.16xlarge');
  /** NVIDIA L4 ×4, 22 GiB each; 96 vCPU, 384 GiB, 3760 GB NVMe. */
  public static readonly G6_24XLARGE = InstanceType.of('ml.g6.24xlarge');
  /** NVIDIA L4 ×8, 22 GiB each; 192 vCPU, 768 GiB, 7520 GB NVMe. */
  public static readonly G6_48XLARGE = InstanceType.of('ml.g6.48xlarge');

  /** NVIDIA L40S ×1, 44 GiB each; 4 vCPU, 32 GiB, 250 GB NVMe. */
  public static readonly G6E_XLARGE = InstanceType.of('ml.g6e.xlarge');
  /** NVIDIA L40S ×1, 44 GiB each; 8 vCPU, 64 GiB, 450 GB NVMe. */
  public static readonly G6E_2XLARGE = InstanceType.of('ml.g6e.2xlarge');
  /** NVIDIA L40S ×1, 44 GiB each; 16 vCPU, 128 GiB, 600 GB NVMe. */
  public static readonly G6E_4XLARGE = InstanceType.of('ml.g6e.4xlarge');
  /** NVIDIA L40S ×1, 44 GiB each; 32 vCPU, 256 GiB, 900 GB NVMe. */
  public static readonly G6E_8XLARGE = InstanceType.of('ml.g6e.8xlarge');
  /** NVIDIA L40S ×4, 44 GiB each; 48 vCPU, 384 GiB, 3800 GB NVMe. */
  public static readonly G6E_12XLARGE = InstanceType.of('ml.g6e.12xlarge');
  /** NVIDIA L40S ×1, 44 GiB each; 64 vCPU, 512 GiB, 1900 GB NVMe. */
  public static readonly G6E_16XLARGE = InstanceType.of('ml.g6e.16xlarge');
  /** NVIDIA L40S ×4, 44 GiB each; 96 vCPU, 768 GiB, 3800 GB NVMe. */
  public static readonly G6E_24XLARGE = InstanceType.of('ml.g6e.24xlarge');
  /** NVIDIA L40S ×8, 44 GiB each; 192 vCPU, 1536 GiB, 7600 GB NVMe. */
  public static readonly G6E_48XLARGE = InstanceType.of('ml.g6e.48xlarge');

  /** NVIDIA RTX PRO 4500 ×1, 32 GiB each; 8 vCPU, 32 GiB, 440 GB NVMe. */
  public static readonly G7_2XLARGE = InstanceType.of('ml.g7.2xlarge');
  /** NVIDIA RTX PRO 4500 ×1, 32 GiB each; 16 vCPU, 64 GiB, 875 GB NVMe. */
  public static readonly G7_4XLARGE = InstanceType.of('ml.g7.4xlarge');
  /** NVIDIA RTX PRO 4500 ×1, 32 GiB each; 32 vCPU, 128 GiB, 930 GB NVMe. */
  public static readonly G7_8XLARGE = InstanceType.of('ml.g7.8xlarge');
  /** NVIDIA RTX PRO 4500 ×2, 32 GiB each; 48 vCPU, 192 GiB, 1900 GB NVMe. */
  public static readonly G7_12XLARGE = InstanceType.of('ml.g7.12xlarge');
  /** NVIDIA RTX PRO 4500 ×4, 32 GiB each; 96 vCPU, 384 GiB, 3800 GB NVMe. */
  public static readonly G7_24XLARGE = InstanceType.of('ml.g7.24xlarge');
  /** NVIDIA RTX PRO 4500 ×8, 32 GiB each; 192 vCPU, 768 GiB, 7600 GB NVMe. */
  public static readonly G7_48XLARGE = InstanceType.of('ml.g7.48xlarge');

  /** NVIDIA RTX PRO Server 6000 ×1, 96 GiB each; 8 vCPU, 64 GiB, 1900 GB NVMe. */
  public static readonly G7E_2XLARGE = InstanceType.of('ml.g7e.2xlarge');
  /** NVIDIA RTX PRO Server 6000 ×1, 96 GiB each; 16 vCPU, 128 GiB, 1900 GB NVMe. */
  public static readonly G7E_4XLARGE = InstanceType.of('ml.g7e.4xlarge');
  /** NVIDIA RTX PRO Server 6000 ×1, 96 GiB each; 32 vCPU, 256 GiB, 1900 GB NVMe. */
  public static readonly G7E_8XLARGE = InstanceType.of('ml.g7e.8xlarge');
  /** NVIDIA RTX PRO Server 6000 ×2, 96 GiB each; 48 vCPU, 512 GiB, 3800 GB NVMe. */
  public static readonly G7E_12XLARGE = InstanceType.of('ml.g7e.12xlarge');
  /** NVIDIA RTX PRO Server 6000 ×4, 96 GiB each; 96 vCPU, 1024 GiB, 7600 GB NVMe. */
  public static readonly G7E_24XLARGE = InstanceType.of('ml.g7e.24xlarge');
  /** NVIDIA RTX PRO Server 6000 ×8, 96 GiB each; 192 vCPU, 2048 GiB, 15200 GB NVMe. */
  public static readonly G7E_48XLARGE = InstanceType.of('ml.g7e.48xlarge');

  /** NVIDIA K80 ×1, 12 GiB each; 4 vCPU, 61 GiB (unconfirmed). */
  public static readonly P2_XLARGE = InstanceType.of('ml.p2.xlarge');
  /** NVIDIA K80 ×8, 12 GiB each; 32 vCPU, 488 GiB (unconfirmed). */
  public static readonly P2_8XLARGE = InstanceType.of('ml.p2.8xlarge');
  /** NVIDIA K80 ×16, 12 GiB each; 64 vCPU, 732 GiB (unconfirmed). */
  public static readonly P2_16XLARGE = InstanceType.of('ml.p2.16xlarge');

  /** NVIDIA V100 ×1, 16 GiB each; 8 vCPU, 61 GiB. */
  public static readonly P3_2XLARGE = InstanceType.of('ml.p3.2xlarge');
  /** NVIDIA V100 ×4, 16 GiB each; 32 vCPU, 244 GiB. */
  public static readonly P3_8XLARGE = InstanceType.of('ml.p3.8xlarge');
  /** NVIDIA V100 ×8, 16 GiB each; 64 vCPU, 488 GiB. */
  public static readonly P3_16XLARGE = InstanceType.of('ml.p3.16xlarge');

  /** NVIDIA A100 ×8, 40 GiB each; 96 vCPU, 1152 GiB, 8000 GB NVMe. */
  public static readonly P4D_24XLARGE = InstanceType.of('ml.p4d.24xlarge');

  /** NVIDIA A100 ×8, 80 GiB each; 96 vCPU, 1152 GiB, 8000 GB NVMe. */
  public static readonly P4DE_24XLARGE = InstanceType.of('ml.p4de.24xlarge');

  /** NVIDIA H100 ×1, 80 GiB each; 16 vCPU, 256 GiB, 3800 GB NVMe. */
  public static readonly P5_4XLARGE = InstanceType.of('ml.p5.4xlarge');
  /** NVIDIA H100 ×8, 80 GiB each; 192 vCPU, 2048 GiB, 30400 GB NVMe. */
  public static readonly P5_48XLARGE = InstanceType.of('ml.p5.48xlarge');

  /** NVIDIA H200 ×8, 141 GiB each; 192 vCPU, 2048 GiB, 30400 GB NVMe. */
  public static readonly P5E_48XLARGE = InstanceType.of('ml.p5e.48xlarge');

  /** NVIDIA H200 ×8, 141 GiB each; 192 vCPU, 2048 GiB, 30400 GB NVMe. */
  public static readonly P5EN_48XLARGE = InstanceType.of('ml.p5en.48xlarge');

  /** NVIDIA B200 ×8, 179 GiB each; 192 vCPU, 2048 GiB, 30400 GB NVMe. */
  public static readonly P6_B200_48XLARGE = InstanceType.of('ml.p6-b200.48xlarge');

  /** NVIDIA B300 ×8, 268 GiB each; 192 vCPU, 4096 GiB, 30400 GB NVMe. */
  public static readonly P6_B300_48XLARGE = InstanceType.of('ml.p6-b300.48xlarge');

  /** NVIDIA B200 ×4, 185 GiB each; 144 vCPU, 960 GiB, 22500 GB NVMe, arm64. */
  public static readonly P6E_GB200_36XLARGE = InstanceType.of('ml.p6e-gb200.36xlarge');

  /** AWS Inferentia ×1, 8 GiB each; 4 vCPU, 8 GiB. */
  public static readonly INF1_XLARGE = InstanceType.of('ml.inf1.xlarge');
  /** AWS Inferentia ×1, 8 GiB each; 8 vCPU, 16 GiB. */
  public static readonly INF1_2XLARGE = InstanceType.of('ml.inf1.2xlarge');
  /** AWS Inferentia ×4, 8 GiB each; 24 vCPU, 48 GiB. */
  public static readonly INF1_6XLARGE = InstanceType.of('ml.inf1.6xlarge');
  /** AWS Inferentia ×16, 8 GiB each; 96 vCPU, 192 GiB. */
  public static readonly INF1_24XLARGE = InstanceType.of('ml.inf1.24xlarge');

  /** AWS Inferentia2 ×1, 32 GiB each; 4 vCPU, 16 GiB. */
  public static readonly INF2_XLARGE = InstanceType.of('ml.inf2.xlarge');
  /** AWS Inferentia2 ×1, 32 GiB each; 32 vCPU, 128 GiB. */
  public static readonly INF2_8XLARGE = InstanceType.of('ml.inf2.8xlarge');
  /** AWS Inferentia2 ×6, 32 GiB each; 96 vCPU, 384 GiB. */
  public static readonly INF2_24XLARGE = InstanceType.of('ml.inf2.24xlarge');
  /** AWS Inferentia2 ×12, 32 GiB each; 192 vCPU, 768 GiB. */
  public static readonly INF2_48XLARGE = InstanceType.of('ml.inf2.48xlarge');

  /** AWS Trainium ×1, 32 GiB each; 8 vCPU, 32 GiB, 474 GB NVMe. */
  public static readonly TRN1_2XLARGE = InstanceType.of('ml.trn1.2xlarge');
  /** AWS Trainium ×16, 32 GiB each; 128 vCPU, 512 GiB, 7600 GB NVMe. */
  public static readonly TRN1_32XLARGE = InstanceType.of('ml.trn1.32xlarge');

  /** AWS Trainium ×16, 32 GiB each; 128 vCPU, 512 GiB, 7600 GB NVMe. */
  public static readonly TRN1N_32XLARGE = InstanceType.of('ml.trn1n.32xlarge');

  /** AWS Trainium2 ×16, 96 GiB each; 192 vCPU, 2048 GiB, 7600 GB NVMe. */
  public static readonly TRN2_48XLARGE = InstanceType.of('ml.trn2.48xlarge');

  /** Habana Gaudi HL-205 ×8, 32 GiB each; 96 vCPU, 768 GiB, 4000 GB NVMe. */
  public static readonly DL1_24XLARGE = InstanceType.of('ml.dl1.24xlarge');

  /**
   * An instance type by its name.
   *
   * A name of the catalogue comes with its facts; any other name has only the facts given here, which may be none.
   * Facts given here win over the catalogue's. A token is not parsed, so nothing but the given facts is known of it.
   *
   * @param name the name, such as `ml.g5.2xlarge`
   * @param facts what is known about one instance of the type
   * @throws when the name does not look like `ml.<family>.<size>`, or a fact is out of range
   */
  public static of(name: string, facts: InstanceTypeFacts = {}): InstanceType {
    const where = 'InstanceType.of';
    if (!Token.isUnresolved(name) && !NAME.test(name)) {
      const guess = `ml.${name.trim().toLowerCase().replace(/^ml\./, '')}`;
      const wayOut = NAME.test(guess) ? `Did you mean '${guess}'?` : undefined;
      throw propError(where, 'name', name, "'ml.<family>.<size>', such as 'ml.g5.2xlarge'", wayOut);
    }
    checkNumber(where, 'facts.acceleratorCount', facts.acceleratorCount, { integer: true, min: 0 });
    checkSize(where, 'facts.acceleratorMemory', facts.acceleratorMemory, 'MiB', { min: 1 });
    checkNumber(where, 'facts.vcpus', facts.vcpus, { integer: true, min: 1 });
    checkSize(where, 'facts.memory', facts.memory, 'MiB', { min: 1 });
    checkSize(where, 'facts.localStorage', facts.localStorage, 'MiB', { min: 0 });
    return new InstanceType(name, facts);
  }

  /** The name that SageMaker knows it by, such as `ml.g5.2xlarge`. */
  public readonly name: string;

  /** The family, such as `g5` or `p6-b200`; undefined when the name is a token. */
  public readonly family?: string;

  /** The kind of the accelerators; undefined when unknown and when there are none. */
  public readonly acceleratorKind?: AcceleratorKind;

  /** The accelerators' product name; undefined when unknown and when there are none. */
  public readonly acceleratorName?: string;

  /** Accelerator devices of one instance: GPUs or chips, not NeuronCores; undefined when unknown. */
  public readonly acceleratorCount?: number;

  /**
   * Memory of one accelerator device; undefined when unknown.
   *
   * It is what EC2 reports in MiB where that agrees with the whole GiB of EC2's and Neuron's documentation, and the latter where
   * it does not (Trainium2: 96 GiB a chip) or where EC2 reports nothing.
   */
  public readonly acceleratorMemory?: Size;

  /** Memory of all accelerator devices of one instance; undefined when their number or their memory is unknown. */
  public readonly acceleratorMemoryTotal?: Size;

  /** Virtual CPUs of one instance; undefined when unknown. */
  public readonly vcpus?: number;

  /** Main memory of one instance, before the platform takes its share; undefined when unknown. */
  public readonly memory?: Size;

  /**
   * Local NVMe storage of one instance, all disks together; zero when it has none, undefined when unknown.
   *
   * EC2 gives it in GB (10^9 bytes); here it is rounded down to whole MiB.
   */
  public readonly localStorage?: Size;

  /** The processor architecture that a container image has to be built for; undefined when unknown. */
  public readonly architecture?: CpuArchitecture;

  /**
   * Whether a volume size may be set: false when the type has local NVMe storage, undefined when that is unknown.
   *
   * SageMaker then uses the local disks, whose size is fixed, and refuses an endpoint configuration with a `VolumeSizeInGB`:
   * "VolumeSize parameter is not allowed for the selected Instance type".
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html
   * @see https://github.com/autogluon/autogluon-cloud/issues/50
   */
  public readonly supportsVolumeSize?: boolean;

  /**
   * Whether SageMaker publishes the 10-second metrics ConcurrentRequestsPerModel and ConcurrentRequestsPerCopy for it:
   * true for GPU, Inferentia and Trainium, false for a family without accelerators, undefined when unknown.
   *
   * AWS announced them for g4dn, g5, g6, p2, p3, p4d, p4de, p5, inf1, inf2, trn1 and trn1n; later families of these kinds are taken
   * to follow. Neither Gaudi nor any family without accelerators is among them. The developer guide names no restriction at all.
   *
   * @see https://aws.amazon.com/blogs/machine-learning/amazon-sagemaker-inference-launches-faster-auto-scaling-for-generative-ai-models/
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
   */
  public readonly emitsConcurrencyMetrics?: boolean;

  private constructor(name: string, given: InstanceTypeFacts) {
    const known = FACTS.get(name) ?? {};
    this.name = name;
    this.family = Token.isUnresolved(name) ? undefined : name.split('.')[1];
    this.acceleratorKind = given.acceleratorKind ?? known.acceleratorKind;
    this.acceleratorName = given.acceleratorName ?? known.acceleratorName;
    this.acceleratorCount = given.acceleratorCount ?? known.acceleratorCount;
    this.acceleratorMemory = given.acceleratorMemory ?? known.acceleratorMemory;
    this.acceleratorMemoryTotal = times(this.acceleratorMemory, this.acceleratorCount);
    this.vcpus = given.vcpus ?? known.vcpus;
    this.memory = given.memory ?? known.memory;
    this.localStorage = given.localStorage ?? known.localStorage;
    this.architecture = given.architecture ?? known.architecture;
    this.supportsVolumeSize = isNone(this.localStorage);
    this.emitsConcurrencyMetrics = emitsConcurrencyMetrics(this.acceleratorKind, this.family);
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }
}

function factsOf(family: Family, row: Row): InstanceTypeFacts {
  return {
    acceleratorKind: family.kind as AcceleratorKind,
    acceleratorName: family.acceleratorName,
    acceleratorCount: row.acceleratorCount,
    acceleratorMemory: deviceMemory(row.acceleratorMemoryGiB, row.acceleratorMemoryMiBReported),
    vcpus: row.vcpus,
    memory: Size.gibibytes(row.memoryGiB),
    localStorage: Size.mebibytes(Math.floor(((row.localNvmeGB ?? 0) * 1e9) / 1024 ** 2)),
    architecture: row.architecture as CpuArchitecture,
  };
}

/** The finer number when the sources agree, else the documented one. */
function deviceMemory(documentedGiB: number, reportedMiB: number | null): Size {
  const agree = reportedMiB !== null && Math.floor(reportedMiB / 1024) === documentedGiB;
  return agree ? Size.mebibytes(reportedMiB) : Size.gibibytes(documentedGiB);
}

function times(size: Size | undefined, count: number | undefined): Size | undefined {
  const known = size !== undefined && count !== undefined && !size.isUnresolved() && !Token.isUnresolved(count);
  return known ? Size.bytes(size.toBytes() * count) : undefined;
}

function isNone(size: Size | undefined): boolean | undefined {
  return size === undefined || size.isUnresolved() ? undefined : size.toBytes() === 0;
}

function emitsConcurrencyMetrics(kind: AcceleratorKind | undefined, family: string | undefined): boolean | undefined {
  if (kind !== undefined) {
    return kind === AcceleratorKind.GAUDI ? undefined : true;
  }
  return family !== undefined && CPU_FAMILY.test(family) ? false : undefined;
}
