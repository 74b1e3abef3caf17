'use strict';
// What the browser itself is asked; each function is sent there as it stands.

module.exports = {
  height: () => document.documentElement.scrollHeight,

  scrollTo: (top) => window.scrollTo({ top, behavior: 'instant' }),

  widths: () => [document.documentElement.scrollWidth, window.innerWidth],

  allDrawn: () => document.querySelectorAll('[data-chart]').length === document.querySelectorAll('[data-chart] canvas').length,

  /** What reaches out of the page to the right. */
  tooWide: () =>
    [...document.querySelectorAll('main *')]
      .filter((element) => element.closest('svg') === null && element.getBoundingClientRect().right > window.innerWidth + 0.5)
      .map((element) => `${element.tagName}.${element.className}`),

  /** How many opaque colours each chart has: a blank one has none, one without a line only those of its axes. */
  colours: () =>
    [...document.querySelectorAll('[data-chart] canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set();
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255) {
          found.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        }
      }
      return found.size;
    }),

  lefts: (elements) => elements.map((element) => element.offsetLeft),
};
