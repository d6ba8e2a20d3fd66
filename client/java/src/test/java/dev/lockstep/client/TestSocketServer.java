package dev.lockstep.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes WebSocket connections, as far as RFC 6455 is needed for small frames: answers each frame of the nth with the nth texts. */
final class TestSocketServer implements AutoCloseable {
    private static final int TEXT = 0x81;
    private static final int LONG_LENGTH = 126;

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<List<String>> answers;
    final List<String> heads = new CopyOnWriteArrayList<>();
    final List<String> frames = new CopyOnWriteArrayList<>();

    /**
     * @param answers for each connection, what is sent once a frame has come; it is cut off then, unless it is the last one
     */
    TestSocketServer(List<List<String>> answers) throws IOException {
        this.answers = answers;
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/live");
    }

    private void accept() {
        try {
            for (int i = 0; i < answers.size(); i++) {
                Socket socket = server.accept();
                converse(socket, answers.get(i));
                if (i < answers.size() - 1) {
                    socket.close();
                }
            }
        } catch (IOException | NoSuchAlgorithmException e) {
            // The test is over, or sees what is missing.
        }
    }

    private void converse(Socket socket, List<String> texts) throws IOException, NoSuchAlgorithmException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        String head = head(in);
        heads.add(head);
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accepted(head) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        frames.add(frame(in));
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeByte(TEXT);
            if (bytes.length < LONG_LENGTH) {
                out.writeByte(bytes.length);
            } else {
                out.writeByte(LONG_LENGTH);
                out.writeShort(bytes.length);
            }
            out.write(bytes);
        }
        out.flush();
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static String accepted(String head) throws NoSuchAlgorithmException {
        String key = head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(digest);
    }

    private static String frame(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        byte[] mask = new byte[4];
        byte[] text = new byte[in.readUnsignedByte() & 0x7f];
        in.readFully(mask);
        in.readFully(text);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (text[i] ^ mask[i % 4]);
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
