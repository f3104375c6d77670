import '@cloudscape-design/global-styles/index.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { SignInGate } from './sign-in-gate.tsx';

const place = document.getElementById('page');
if (place === null) throw new Error('the page has no #page element');
createRoot(place).render(
  <StrictMode>
    <SignInGate>
      <App />
    </SignInGate>
  </StrictMode>,
);
