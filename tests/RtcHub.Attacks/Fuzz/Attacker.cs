using System.Net;
using System.Net.Sockets;
using RtcHub.Attacks.Raw;

namespace RtcHub.Attacks.Fuzz;

/// <summary>
/// Sends one shot after the other, each followed by a call that is well-formed: when that is answered, or the connection
/// closed, the server has dealt with the shot. A connection that was closed is opened again.
/// </summary>
internal sealed class Attacker(IPEndPoint server, IPAddress from, Tally tally) : IDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConsidersHandshakeFor = TimeSpan.FromMilliseconds(50);
    private static readonly byte[] Greeting = WebSocketWriter.Hub(Handshakes.Valid);
    private static readonly byte[] Probe = WebSocketWriter.Hub("""{"type":1,"invocationId":"probe","target":"GetIceServers","arguments":["x"]}""");

    private RawConnection? _connection;
    private ServerMessages _messages = new();
    private bool _isAnswered;
    private Shot? _last;

    public async Task FireAsync(string topic, Shot shot)
    {
        var mustOpen = _connection is null || shot.Kind == ShotKind.Handshake;
        if (mustOpen && !await TryOpenAsync(topic, greeting: shot.Kind == ShotKind.Handshake ? [] : Greeting))
            return;

        switch (shot.Kind)
        {
            case ShotKind.Call:
                await CallAsync(shot);
                break;
            case ShotKind.Unfinished:
                await TrySendAsync(shot.Bytes);
                await ExpectEndAsync(shot);
                break;
            case ShotKind.Handshake:
                await TryHandshakeAsync(shot);
                break;
        }

        if (_messages.Wrong is { } wrong)
            Fail(shot, wrong);
        _last = shot;
        tally.AddHandled();
    }

    /// <summary>The next shot has a connection of its own.</summary>
    public void HangUp()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose() => HangUp();

    private async Task<bool> TryOpenAsync(string topic, byte[] greeting)
    {
        HangUp();
        _messages = new ServerMessages();
        try
        {
            _connection = await RawConnection.OpenAsync(server, from);
            if (await _connection.UpgradeAsync($"/rtc?topic={topic}") is not 101 and var status)
                tally.Report($"an upgrade was answered {status}, after {_last}");
        }
        catch (SocketException e)
        {
            tally.Report($"a connection failed ({e.SocketErrorCode}), after {_last}");
        }

        if (tally.Wrong is not null)
            return false;
        await TrySendAsync(greeting);
        return true;
    }

    private async Task CallAsync(Shot shot)
    {
        await TrySendAsync([.. shot.Bytes, .. Probe]);
        _isAnswered = false;
        var isOpen = await ReadAsync(() => _isAnswered || _messages.IsClosed, AnswersWithin) ?? Fail(shot, "not answered, and the connection not closed, within a second");
        if (!isOpen || _messages.IsClosed)
        {
            tally.AddClose();
            HangUp();
        }
    }

    private async Task TryHandshakeAsync(Shot shot)
    {
        await TrySendAsync([.. shot.Bytes, .. Probe]);
        if (await ReadAsync(() => _messages.IsClosed, ConsidersHandshakeFor) is not null)
            tally.AddClose();
        await ExpectEndAsync(shot);
    }

    /// <summary>Nothing more comes from here: then the server has to let go.</summary>
    private async Task ExpectEndAsync(Shot shot)
    {
        _connection!.FinishSending();
        _ = await ReadAsync(() => false, AnswersWithin) ?? Fail(shot, "the connection is not closed within a second of its end");
        HangUp();
    }

    private async Task TrySendAsync(byte[] bytes)
    {
        using var late = new CancellationTokenSource(AnswersWithin, TimeProvider.System);
        try
        {
            await _connection!.SendAsync(bytes, late.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // closed while it was sent; or not taken, and then not answered either
        }
    }

    /// <summary>Reads until <paramref name="isDone"/>; false at the end of the connection before, null when it takes too long.</summary>
    private async Task<bool?> ReadAsync(Func<bool> isDone, TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience, TimeProvider.System);
        try
        {
            while (!isDone())
            {
                var read = await _connection!.ReceiveAsync(_messages.Space, late.Token);
                if (read == 0)
                    return false;
                _messages.Advance(read, Handle);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Handle(ReadOnlySpan<byte> message)
    {
        if (!message.StartsWith("{\"type\":3,"u8))
            return;
        if (message.StartsWith("{\"type\":3,\"invocationId\":\"probe\""u8))
            _isAnswered = true;
        else if (message.IndexOf("\"error\":"u8) >= 0)
            tally.AddError();
        else
            tally.AddResult();
    }

    private bool Fail(Shot shot, string what)
    {
        tally.Report($"{what}: {shot}");
        return false;
    }
}
