package dev.lockstep.cli.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** One line for each element of a list, below the titles. Nothing at all, of an empty list. */
public record Table(List<Column> columns) implements View {
    private static final String GAP = "  ";

    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    @Override
    public void print(JsonNode json, PrintWriter out, Style style) {
        if (json.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        json.forEach(element ->
                rows.add(columns.stream().map(column -> column.cell(element)).toList()));
        List<String> titles = columns.stream()
                .map(column -> column.title().toUpperCase(Locale.ROOT))
                .toList();
        int[] widths = widths(titles, rows);
        out.println(style.title(line(titles, widths, Style.PLAIN)));
        rows.forEach(row -> out.println(line(row, widths, style)));
    }

    private int[] widths(List<String> titles, List<List<String>> rows) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(titles.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths, Style style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.append(columns.get(i).isStatus() ? style.status(cell, cell) : cell);
            if (i < cells.size() - 1) {
                line.append(" ".repeat(widths[i] - width(cell))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
