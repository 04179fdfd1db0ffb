@NullMarked
package dev.larder.client.demo;

import org.jspecify.annotations.NullMarked;
