import { SimulationRecord } from '../../record/simulation-record';
import { minutesOf } from '../minutes';
import { capacityChart, instancesChart } from './capacity-charts';
import { ChartDraft } from './chart-draft';
import { inFlightChart } from './in-flight-chart';
import { queueChart } from './queue-chart';
import { requestsChart } from './requests-chart';
import { waitChart } from './wait-chart';

/** The measures of one target over time, in the order of cause and effect. */
export function chartsOf(record: SimulationRecord, index: number, mostRows: number): ChartDraft[] {
  const target = record.targets[index];
  const { traffic, scaling } = record.scenario.targets[index];
  const minutes = minutesOf(target, traffic.arrivalSeconds, record.horizonSeconds);
  return [
    requestsChart(target.requests.outcome.length, minutes),
    inFlightChart(record, target, mostRows),
    capacityChart(record, target, scaling.maxCapacity),
    ...(record.scenario.fleet.kind === 'components' ? [instancesChart(record)] : []),
    queueChart(record, target, mostRows),
    waitChart('queueWait', 'Wait in the queue', minutes, minutes.queueWait),
    waitChart('firstToken', 'Time to first token', minutes, minutes.firstToken),
  ];
}
