/**
 * Line charts as SVG, for the documents. Our own, since the chart libraries for Java that write SVG
 * are under the LGPL or the GPL.
 */
@NullMarked
package dev.larder.bench.plot;

import org.jspecify.annotations.NullMarked;
