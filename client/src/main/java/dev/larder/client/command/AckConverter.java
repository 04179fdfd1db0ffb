package dev.larder.client.command;

import dev.larder.protocol.Ack;
import dev.larder.protocol.RefusedException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code durable} or {@code published}. */
final class AckConverter implements ITypeConverter<Ack> {
  @Override
  public Ack convert(String text) {
    try {
      return Ack.parse(text);
    } catch (RefusedException e) {
      throw new TypeConversionException("'" + text + "' is neither durable nor published");
    }
  }
}
