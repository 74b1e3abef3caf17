import { Duration } from 'aws-cdk-lib';
import { GraphWidget, IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Panel, Series } from './dashboard-layout';
import { Watched } from './watched';

const ONE_MINUTE = Duration.minutes(1);

/** A graph of the dashboard as a widget, on the metrics of what is watched. */
export function renderPanel(watched: Watched, panel: Panel): GraphWidget {
  return new GraphWidget({
    title: panel.title,
    width: panel.columns,
    height: panel.height,
    left: panel.series.map((series) => render(watched, series)),
    leftAnnotations: [...panel.lines],
    leftYAxis: { min: 0, max: panel.max, label: panel.axis, showUnits: false },
    period: ONE_MINUTE,
  });
}

function render(watched: Watched, { label, color, metrics, expression }: Series): IMetric {
  const named: [string, Metric][] = Object.entries(metrics).map(([id, [metricName, statistic]]) => [
    id,
    watched.metric(metricName, { statistic, period: ONE_MINUTE }),
  ]);
  return expression === undefined
    ? named[0][1].with({ label, color })
    : new MathExpression({ label, color, expression, usingMetrics: Object.fromEntries(named), period: ONE_MINUTE });
}
