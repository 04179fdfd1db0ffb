@NullMarked
package dev.larder.client.command;

import org.jspecify.annotations.NullMarked;
