// A walkthrough that is presented: viewers follow the author's steps, until they go their own way.
'use strict';
{
  const data = JSON.parse(document.getElementById('etude:live-data').textContent);
  if (data.presents && data.role === 'author') {
    let wanted = data.step;
    let sent = data.step;
    let isSending = false;
    // One after the other, so the last step wins.
    const sendSteps = async () => {
      if (isSending) return;
      isSending = true;
      while (sent !== wanted) {
        const step = wanted;
        await live.send({ command: 'step', step });
        sent = step;
      }
      isSending = false;
    };
    walkListeners.push(step => {
      wanted = step;
      sendSteps();
    });
    goTo(data.step ?? 0);
    // A page that opens as a walkthrough is there already.
    wanted = at;
    sendSteps();
  }
  if (data.presents && data.role === 'viewer') {
    let presented = data.step;
    let isTaking = false;
    const follow = button('Follow the presenter', () => setFollowing(!isFollowing));
    let isFollowing = true;
    const goThere = () => {
      if (!isFollowing) return;
      isTaking = true;
      if (presented === null) { if (root.dataset.walk) enter(''); } else goTo(presented);
      isTaking = false;
    };
    const setFollowing = value => {
      isFollowing = value;
      follow.setAttribute('aria-pressed', String(value));
      goThere();
    };
    document.querySelector('.live .commands').prepend(follow);
    live.takeStep = step => {
      presented = step;
      goThere();
    };
    // A viewer who moves to another step stays there.
    walkListeners.push((step, isWalked) => {
      if (!isWalked || isTaking || !isFollowing) return;
      isFollowing = false;
      follow.setAttribute('aria-pressed', 'false');
    });
    setFollowing(true);
  }
}
