using System.Buffers;
using Microsoft.AspNetCore.SignalR;
using RtcHub.Backplane;
using RtcHub.Sessions;

namespace RtcHub.Wire;

/// <summary>
/// The short way of a client's signals, from the buffer that they came in straight to its session: a hub, a scope of
/// services and a dozen objects for each would cost more than the relaying. It is open while no other call of the client
/// is on its way through SignalR, so that all are handled in their order; a signal that finds it closed goes there too.
/// </summary>
internal sealed class SignalLane(IBackplane backplane)
{
    private readonly LastTexts _texts = new();
    private HubConnectionContext? _connection;
    private Task _answering = Task.CompletedTask;
    private int _hubs = 1; // that SignalR has or will have made for this client and not let go of; one is for its beginning

    /// <summary>The connection stands.</summary>
    public void Attach(HubConnectionContext connection)
    {
        connection.Features.Set(this);
        _connection = connection;
        connection.Features.Get<SignalingConnection>()?.Open(this);
    }

    /// <summary>A call goes through SignalR.</summary>
    public void OnCall() => Interlocked.Increment(ref _hubs);

    /// <summary>SignalR has let go of a hub: its call is answered.</summary>
    public void OnAnswered() => Interlocked.Decrement(ref _hubs);

    /// <summary>Takes the signals at the beginning of the input. False when there is none, or they must go through SignalR.</summary>
    public bool TryTake(ref ReadOnlySequence<byte> input)
    {
        if (Volatile.Read(ref _hubs) > 0 || !_answering.IsCompleted || backplane.IsFenced || _connection?.Features.Get<Session>() is not { } session)
            return false;

        var answers = default(ArrayBufferWriter<byte>);
        var taken = false;
        while (input.PositionOf(SignalingProtocol.RecordSeparator) is { } end)
        {
            var sequence = input.Slice(0, end);
            if (!SignalReader.TryRead(sequence.IsSingleSegment ? sequence.First : sequence.ToArray(), _texts, out var call))
                break;

            var sending = session.SendAsync(_connection, call.Kind, call.Topic, call.To, new RawJson(call.Payload));
            if (!sending.IsCompletedSuccessfully)
                _ = AnswerLaterAsync(call.InvocationId.ToArray(), session, sending);
            else if (!call.InvocationId.IsEmpty)
                SignalAnswer.Write(call.InvocationId, sending.Result, answers ??= new ArrayBufferWriter<byte>());
            input = input.Slice(input.GetPosition(1, end));
            taken = true;
        }

        if (answers is not null)
            _answering = Answer(session, answers);
        return taken;
    }

    private async Task AnswerLaterAsync(byte[] invocationId, Session session, ValueTask<CallResult> sending)
    {
        var result = await sending;
        if (invocationId.Length == 0)
            return;
        var answer = new ArrayBufferWriter<byte>();
        SignalAnswer.Write(invocationId, result, answer);
        await Answer(session, answer);
    }

    private Task Answer(Session session, ArrayBufferWriter<byte> answers)
    {
        session.Outbox.Flush(); // it comes after everything that its caller was sent before
        return _connection!.WriteAsync(new SignalingFrame(answers.WrittenMemory)).AsTask();
    }
}
