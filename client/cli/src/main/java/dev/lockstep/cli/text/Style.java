package dev.lockstep.cli.text;

/** Whether there is colour. It says nothing that the words do not. */
public enum Style {
    PLAIN,
    COLOURED;

    /** The text, in the colour of a status. */
    public String status(String status, String text) {
        return this == PLAIN ? text : Tone.of(status).coloured(text);
    }

    /** A title, which is not what one came to read. */
    String title(String text) {
        return this == PLAIN ? text : "\u001b[2m" + text + "\u001b[0m";
    }
}
