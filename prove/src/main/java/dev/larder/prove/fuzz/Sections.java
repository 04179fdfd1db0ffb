package dev.larder.prove.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Inputs of several parts: all but the last are a line. */
public final class Sections {
  private Sections() {}

  /** Cuts an input; parts that are missing are empty. */
  public static List<byte[]> cut(byte[] input, int parts) {
    List<byte[]> sections = new ArrayList<>();
    int from = 0;
    while (sections.size() < parts - 1) {
      int end = from;
      while (end < input.length && input[end] != '\n') {
        end++;
      }
      sections.add(Arrays.copyOfRange(input, from, end));
      from = Math.min(input.length, end + 1);
    }
    sections.add(Arrays.copyOfRange(input, from, input.length));
    return sections;
  }
}
