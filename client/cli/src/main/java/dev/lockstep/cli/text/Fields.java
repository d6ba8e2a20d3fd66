package dev.lockstep.cli.text;

import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One line for each thing to tell. What there is not is left out. */
public record Fields(List<Column> columns) implements View {
    public static Fields of(Column... columns) {
        return new Fields(List.of(columns));
    }

    @Override
    public void print(JsonNode json, PrintWriter out, Style style) {
        List<Column> told =
                columns.stream().filter(column -> !column.cell(json).isEmpty()).toList();
        int width =
                told.stream().mapToInt(column -> column.title().length()).max().orElse(0);
        for (Column column : told) {
            String cell = column.cell(json);
            String padding = " ".repeat(width - column.title().length() + 2);
            out.println(style.title(column.title()) + padding + (column.isStatus() ? style.status(cell, cell) : cell));
        }
    }
}
