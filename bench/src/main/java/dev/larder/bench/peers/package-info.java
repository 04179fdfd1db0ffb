/** What is measured: each as its own process with its files in the scratch folder. */
@NullMarked
package dev.larder.bench.peers;

import org.jspecify.annotations.NullMarked;
