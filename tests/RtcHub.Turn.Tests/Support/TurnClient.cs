using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace RtcHub.Turn.Tests.Support;

/// <summary>A TURN client (RFC 8656) that asks for a relay and for peers to be let in. One request at a time.</summary>
internal sealed class TurnClient(IPEndPoint server, ProtocolType transport, TurnUser user) : IDisposable
{
    private const int FirstChannel = 0x4000;

    private readonly Socket _socket =
        new(server.AddressFamily, transport == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, transport);

    private byte[]? _realm;
    private byte[]? _nonce;
    private int _channels;

    /// <summary>Whether anybody answers there.</summary>
    public async Task<bool> TryConnectAsync()
    {
        try
        {
            await _socket.ConnectAsync(server);
            return (await RoundTripAsync(StunMessage.Request(StunMethod.Binding), key: null)).Error == StunError.None;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Asks for a relay.</summary>
    /// <param name="family">Of the relay's address, which is that of all its peers.</param>
    /// <param name="relayed">Between the relay and its peers; other than UDP is RFC 6062.</param>
    public Task<StunError> AllocateAsync(
        AddressFamily family = AddressFamily.InterNetwork, ProtocolType relayed = ProtocolType.Udp) =>
        CallAsync(() => StunMessage.Request(StunMethod.Allocate)
            .With(StunAttribute.RequestedTransport, (byte)relayed, 0, 0, 0)
            .With(StunAttribute.RequestedAddressFamily, (byte)(family == AddressFamily.InterNetwork ? 1 : 2), 0, 0, 0));

    /// <summary>Asks that a peer may send to the relay and be sent to.</summary>
    public Task<StunError> CreatePermissionAsync(IPAddress peer) =>
        CallAsync(() => StunMessage.Request(StunMethod.CreatePermission).WithPeer(new IPEndPoint(peer, 5000)));

    /// <summary>Asks the same in the other way that there is.</summary>
    public Task<StunError> BindChannelAsync(IPAddress peer)
    {
        var channel = FirstChannel + _channels++;
        return CallAsync(() => StunMessage.Request(StunMethod.ChannelBind)
            .With(StunAttribute.ChannelNumber, (byte)(channel >> 8), (byte)channel, 0, 0)
            .WithPeer(new IPEndPoint(peer, 5000)));
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>The first request is refused with what the next ones are signed for (RFC 8489, section 9.2).</summary>
    private async Task<StunError> CallAsync(Func<StunMessage> request)
    {
        if (_nonce is null)
        {
            var challenge = await RoundTripAsync(request(), key: null);
            challenge.Error.Should().Be(StunError.Unauthorized, "nobody is served without a credential");
            (_realm, _nonce) = (challenge.Find(StunAttribute.Realm), challenge.Find(StunAttribute.Nonce));
        }

        byte[] key = MD5.HashData([.. Encoding.UTF8.GetBytes(user.Name + ":"), .. _realm!, .. Encoding.UTF8.GetBytes(":" + user.Password)]);
        var signed = request()
            .With(StunAttribute.Username, Encoding.UTF8.GetBytes(user.Name))
            .With(StunAttribute.Realm, _realm!)
            .With(StunAttribute.Nonce, _nonce!);
        return (await RoundTripAsync(signed, key)).Error;
    }

    private async Task<StunMessage> RoundTripAsync(StunMessage request, byte[]? key)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _socket.SendAsync(request.ToBytes(key), timeout.Token);
        while (true)
        {
            var answer = StunMessage.Parse(await ReceiveAsync(timeout.Token));
            if (answer.Answers(request))
                return answer;
        }
    }

    private async Task<byte[]> ReceiveAsync(CancellationToken cancellation)
    {
        var buffer = new byte[2048];
        var received = await _socket.ReceiveAsync(buffer, cancellation);
        while (transport == ProtocolType.Tcp && received > 0 && (received < 20 || received < StunMessage.LengthOf(buffer)))
            received += await _socket.ReceiveAsync(buffer.AsMemory(received), cancellation);
        return buffer[..received];
    }
}

/// <summary>Who a TURN client says it is.</summary>
internal sealed record TurnUser(string Name, string Password);
