using Microsoft.AspNetCore.SignalR.Protocol;
using RtcHub.Wire;

namespace RtcHub.Sessions;

/// <summary>
/// The frames of a session, numbered from 1 as they are appended: those sent lately, kept to be sent again after a
/// resume, then those not sent yet. A ring that is empty memory while nothing was sent. Not thread-safe.
/// </summary>
internal sealed class ReplayBuffer
{
    private ReadOnlyMemory<byte>[] _ring = [];
    private long _first = 1;
    private long _next = 1; // number of the next frame to send
    private long _end = 1; // number of the next frame to append
    private long _excusedTo = 1; // number of the first frame that counts as backlog

    /// <summary>How many bytes are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many bytes of them have not been sent yet, without those that are excused.</summary>
    public long BacklogBytes { get; private set; }

    /// <summary>The number of the oldest frame kept.</summary>
    public long First => _first;

    /// <summary>The number of the frame that was appended last.</summary>
    public long Last => _end - 1;

    /// <summary>The number of the next frame to send.</summary>
    public long Next => _next;

    /// <summary>Whether none is kept.</summary>
    public bool IsEmpty => _first == _end;

    private int Count => (int)(_end - _first);

    public void Append(ReadOnlyMemory<byte> frame)
    {
        if (Count == _ring.Length)
            Grow();
        Slot(_end++) = frame;
        Bytes += frame.Length;
        BacklogBytes += frame.Length;
    }

    /// <summary>What is here now does not count as backlog: it did not wait for the reader.</summary>
    public void Excuse()
    {
        _excusedTo = _end;
        BacklogBytes = 0;
    }

    /// <summary>The next frame to send, with those after it while it is no more than that many bytes; null when there is none.</summary>
    public HubMessage? TakeUnsent(int maxBytes)
    {
        if (_next == _end)
            return null;

        var bytes = Slot(_next).Length;
        var end = _next + 1;
        while (end < _end && (bytes += Slot(end).Length) <= maxBytes)
            end++;

        if (end == _next + 1)
            return new SignalingFrame(PassNext());
        var batch = new ReadOnlyMemory<byte>[end - _next];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = PassNext();
        return new SignalingBatch(batch);
    }

    /// <summary>Drops the oldest frames over a limit; frames that have not been sent only when <paramref name="unsentToo"/>.</summary>
    public void Trim(int maxFrames, int maxBytes, bool unsentToo)
    {
        while (_first < _end && (Count > maxFrames || Bytes > maxBytes) && (unsentToo || _first < _next))
        {
            if (_first == _next)
                PassNext();

            DropFirst();
        }
    }

    /// <summary>Drops the frames before that number, of which all have been sent; with the last one goes the ring.</summary>
    public void DropBefore(long number)
    {
        while (_first < number && _first < _next)
            DropFirst();
        if (IsEmpty)
            _ring = [];
    }

    /// <summary>
    /// Everything after the first <paramref name="received"/> frames is to be sent again, and excused. False when some of it
    /// is no longer here, or never was.
    /// </summary>
    public bool TryRewind(long received)
    {
        if (received < _first - 1 || received >= _end)
            return false;

        _next = received + 1;
        Excuse();
        return true;
    }

    /// <summary>Every frame kept, in order.</summary>
    public ReadOnlyMemory<byte>[] Export()
    {
        var frames = new ReadOnlyMemory<byte>[Count];
        for (var i = 0; i < frames.Length; i++)
            frames[i] = Slot(_first + i);
        return frames;
    }

    /// <summary>Puts frames before those that are here, none of which has been sent; the first gets that number.</summary>
    public void Prepend(long first, IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        var later = Export();
        Clear();
        _first = _next = _end = first;
        foreach (var frame in frames)
            Append(frame);
        foreach (var frame in later)
            Append(frame);
    }

    /// <summary>Forgets everything and numbers from 1 again.</summary>
    public void Clear()
    {
        _ring = [];
        _first = _next = _end = _excusedTo = 1;
        Bytes = BacklogBytes = 0;
    }

    private void DropFirst()
    {
        ref var oldest = ref Slot(_first++);
        Bytes -= oldest.Length;
        oldest = default;
    }

    private ReadOnlyMemory<byte> PassNext()
    {
        var next = Slot(_next);
        if (_next++ >= _excusedTo)
            BacklogBytes -= next.Length;
        return next;
    }

    private ref ReadOnlyMemory<byte> Slot(long number) => ref _ring[(int)(number & (_ring.Length - 1))];

    private void Grow()
    {
        var old = _ring;
        _ring = new ReadOnlyMemory<byte>[Math.Max(4, old.Length * 2)]; // a power of two, for Slot
        for (var number = _first; number < _end; number++)
            Slot(number) = old[(int)(number & (old.Length - 1))];
    }
}
