/** The scenes, each once. */
@NullMarked
package dev.larder.prove.defences;

import org.jspecify.annotations.NullMarked;
