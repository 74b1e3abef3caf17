/** A time since the beginning: `1:02:09`, or `1:02` in whole minutes. */
export function clock(seconds: number, withSeconds = true): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}`;
  return withSeconds ? `${minutes}:${two(whole % 60)}` : minutes;
}

/** How long something took, to what a person can use: `0.42 s`, `37 s`, `6 min 12 s`, `2 h 05 min`; its spaces do not break. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) {
    return '–';
  }
  if (seconds === Infinity) {
    return 'never';
  }
  if (seconds < 9.95) {
    return `${Number(seconds.toFixed(seconds < 0.995 ? 2 : 1))}\u00a0s`;
  }
  const whole = Math.round(seconds);
  if (whole < 100) {
    return `${whole}\u00a0s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)}\u00a0min\u00a0${String(whole % 60).padStart(2, '0')}\u00a0s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, '0')}\u00a0min`;
}

/** A whole number with commas, whatever the machine's language. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** To three digits, and never with an exponent. */
export function decimal(value: number): string {
  return Math.abs(value) >= 1000 ? count(value) : String(Number(value.toPrecision(3)));
}

/** A share of one as a percentage: what is there at all is not said to be nothing, and what is not whole not to be all. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) {
    return '<0.1\u00a0%';
  }
  if (share < 1 && share > 0.9995) {
    return '>99.9\u00a0%';
  }
  const value = 100 * share;
  return `${Number(value.toFixed(value < 9.95 || value > 99 ? 1 : 0))}\u00a0%`;
}

/** `1 request`, `0.5 requests`, of a number as it is shown. */
export function plural(number: string, what: string): string {
  return `${number} ${what}${number === '1' ? '' : 's'}`;
}

/** `1 instance`, `3 copies`. */
export function units(value: number, unit: 'instance' | 'copy'): string {
  return `${count(value)} ${value === 1 ? unit : PLURALS[unit]}`;
}

export const PLURALS = { instance: 'instances', copy: 'copies' } as const;

/** As a sentence begins. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
