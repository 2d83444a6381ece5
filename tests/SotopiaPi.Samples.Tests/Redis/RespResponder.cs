using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace SotopiaPi.Samples.Tests.Redis;

/// <summary>Answers the protocol of Redis (RESP2) as far as a reader of JSON documents needs it: a stand-in for a Redis with the JSON module.</summary>
internal sealed class RespResponder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly bool _hasJson;
    private readonly Task _accepting;

    public RespResponder(IReadOnlyDictionary<string, string> values, bool hasJson = true)
    {
        _values = values;
        _hasJson = hasJson;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/0");

    /// <summary>Gets how many pages of keys were asked for.</summary>
    public int Scans { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                serving.Add(ServeAsync(client));
            }
        }
        finally
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using BufferedStream stream = new(client.GetStream(), 1 << 16);
                while (await ReadCommandAsync(stream) is { } command)
                {
                    await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Answer(command)), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side has gone, or the test is over.
            }
        }
    }

    private async Task<string[]?> ReadCommandAsync(Stream stream)
    {
        if (await ReadLineAsync(stream) is not ['*', .. string count])
        {
            return null;
        }

        string[] command = new string[int.Parse(count, CultureInfo.InvariantCulture)];
        for (int i = 0; i < command.Length; i++)
        {
            string length = (await ReadLineAsync(stream))![1..];
            byte[] text = new byte[int.Parse(length, CultureInfo.InvariantCulture) + 2];
            await stream.ReadExactlyAsync(text, _stop.Token);
            command[i] = Encoding.Latin1.GetString(text, 0, text.Length - 2);
        }

        return command;
    }

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString();
            }

            if (one[0] != '\r')
            {
                line.Append((char)one[0]);
            }
        }

        return null;
    }

    private string Answer(string[] command) => command[0].ToUpperInvariant() switch
    {
        "PING" => "+PONG\r\n",
        "ECHO" => Bulk(command[1]),
        "CLIENT" or "SELECT" or "AUTH" or "READONLY" => "+OK\r\n",
        "INFO" => Bulk("# Server\r\nredis_version:7.2.4\r\nredis_mode:standalone\r\n# Replication\r\nrole:master\r\n"),
        "CONFIG" => "*0\r\n",
        "GET" => "$-1\r\n",
        "SUBSCRIBE" => $"*3\r\n{Bulk("subscribe")}{Bulk(command[1])}:1\r\n",
        "SCAN" => Scan(command),
        "JSON.GET" when _hasJson => !_values.TryGetValue(command[1], out string? value) ? "$-1\r\n" : value.StartsWith('-') ? value + "\r\n" : Bulk(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value))),
        _ => $"-ERR unknown command '{command[0]}'\r\n",
    };

    /// <summary>Two keys a page, whatever was asked for, so that the cursor is needed.</summary>
    private string Scan(string[] command)
    {
        Scans++;
        int start = int.Parse(command[1], CultureInfo.InvariantCulture);
        string pattern = "^" + Regex.Escape(command[Array.FindIndex(command, word => word.Equals("MATCH", StringComparison.OrdinalIgnoreCase)) + 1]).Replace("\\*", ".*", StringComparison.Ordinal) + "$";
        string[] page = [.. _values.Keys.Skip(start).Take(2)];
        string next = start + page.Length >= _values.Count ? "0" : (start + page.Length).ToString(CultureInfo.InvariantCulture);
        string[] matching = [.. page.Where(key => Regex.IsMatch(key, pattern))];
        return $"*2\r\n{Bulk(next)}*{matching.Length}\r\n{string.Concat(matching.Select(Bulk))}";
    }

    /// <summary>Bytes are held as the characters of the same number.</summary>
    private static string Bulk(string bytes) => string.Create(CultureInfo.InvariantCulture, $"${bytes.Length}\r\n{bytes}\r\n");
}
