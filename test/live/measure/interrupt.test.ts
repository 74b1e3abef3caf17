import { EventEmitter } from 'node:events';
import { listenForInterrupt } from '../../../lib/live/measure/interrupt';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('%s ends it once: the next one finds no handler, and so ends the process', (name, code) => {
  // GIVEN
  const source = new EventEmitter();
  const interrupt = listenForInterrupt(source);
  expect(interrupt.exitCode()).toBeUndefined();

  // WHEN
  source.emit(name, name);

  // THEN
  expect(interrupt.signal.aborted).toBe(true);
  expect(interrupt.exitCode()).toBe(code);
  expect([source.listenerCount('SIGINT'), source.listenerCount('SIGTERM')]).toEqual([0, 0]);
});

test('leaves no handler behind where nobody interrupts', () => {
  const source = new EventEmitter();
  listenForInterrupt(source).dispose();
  expect([source.listenerCount('SIGINT'), source.listenerCount('SIGTERM')]).toEqual([0, 0]);
});
